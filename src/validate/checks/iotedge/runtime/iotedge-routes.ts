/** Does each route of a deployment name its sender and its receiver? Read from the manifest. */
import { defineCheck } from '../../../check.ts';
import { weakened } from '../../../readers/containers/judge.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';
import { judgeBrokerRule, judgeRoute } from '../../../readers/iotedge-manifest/routes.ts';
import { good, outcomeOf, unreadable } from '../../../readers/rows.ts';
import { inconclusive } from '../../../verdict.ts';

export const iotedgeRoutes = defineCheck({
  id: 'iotedge-routes',
  title: 'Does each route of the deployment name its sender and its receiver?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or the twin of its hub, that says what its hub routes, every route of which is understood',
  attack:
    'look for routes that take the messages of all modules and devices (FROM /*, FROM /messages/*), and for rules of the MQTT broker by which everybody may use every topic; the routes are not compared with the flows of the model',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  async run(context) {
    const { file } = context.target;
    if (file === undefined) return inconclusive('the target names no file');
    const { value, problems } = await readManifestTarget(context, file, new Map());
    if (!value) return unreadable(file, problems);
    const { routes, brokerRules, hubProblems, proviso } = value;
    const place = (line: number): string => `(${file}:${line})`;
    const rows = [
      ...(routes ?? []).map((route) => ({
        what: `route ${route.name} ${place(route.where.line)}`,
        judgement: judgeRoute(route),
      })),
      ...brokerRules.map((rule) => ({
        what: `rule of the broker ${place(rule.where.line)}`,
        judgement: judgeBrokerRule(rule),
      })),
    ];
    if (routes?.length === 0 && rows.length === 0)
      rows.push({ what: file, judgement: good('routes nothing at all') });
    const doubts = routes === undefined ? [`${file} says nothing of routes`] : [];
    const met = ['each route names its sender and its receiver', proviso].filter(Boolean).join('; ');
    const judged = outcomeOf(
      rows,
      {
        files: [file, ...value.alsoRead],
        found: `${routes?.length ?? 0} routes`,
        problems: hubProblems,
        doubts,
      },
      met,
    );
    return { ...judged, ...weakened(value) };
  },
});
