/** Settings of a web app or of a slot of one, which stand in its `siteConfig`, or in its child `config/web`, or in both. */
import { childrenOf } from './links.ts';
import type { ArmResource, ArmTemplate } from './template.ts';
import { Unknown, formOf } from './value.ts';

const IN_SITE = /^properties\.siteConfig\./i;

/**
 * The app with the settings of its child, which is deployed after it and holds. What runs shows most settings in the
 * child only: of an export without it, they are not known.
 */
export function withConfig(site: ArmResource, template: ArmTemplate): ArmResource {
  const child = childrenOf(site, `${site.type}/config`, template).find(({ name }) =>
    /\/web$/i.test(formOf(name)),
  );
  const blind = new Unknown('the export does not hold its config/web', `{config:${formOf(site.name)}}`);
  return {
    ...site,
    get: (path) => {
      const own = site.get(path);
      if (!IN_SITE.test(path)) return own;
      const there = child?.get(path.replace(IN_SITE, 'properties.'));
      if (there !== undefined && child?.deployed !== true)
        return new Unknown('its config/web may not be deployed', `{config:${formOf(site.name)}}`);
      return there ?? (template.is === 'export' && !child ? (own ?? blind) : own);
    },
  };
}
