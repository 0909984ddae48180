/** Test support: a template of our own with IoT stencils, as the words of {@link TemplateSpec}. */
import { readTemplate } from '../../tmt/read-template.ts';
import type { Template } from '../../tmt/template.ts';
import { bytesOf } from '../../tmt/testing/drawing.ts';
import { tb7, type TemplateSpec } from '../../tmt/testing/template.ts';

const YES_NO = ['No', 'Yes'];

export const IOT_TEMPLATE: TemplateSpec = {
  name: 'Our IoT template',
  id: 'aaaaaaaa-0000-4000-8000-00000000000f',
  stencils: [
    { id: 'SE.EI.TMCore.IoTdevice', name: 'IoT Device', parent: 'GE.EI' },
    { id: 'SE.GP.TMCore.IoTFieldGateway', name: 'IoT Field Gateway', parent: 'GE.P' },
    { id: 'SE.GP.TMCore.IoTCloudGateway', name: 'IoT Cloud Gateway ', parent: 'GE.P' },
    {
      id: 'SE.DS.TMCore.SQL',
      name: 'Database',
      parent: 'GE.DS',
      attributes: [{ name: 'storesLogData', values: YES_NO }],
    },
    { id: 'SE.EI.TMCore.Browser', name: 'Browser', parent: 'GE.EI' },
    {
      id: 'OUR.DF',
      name: 'Link',
      parent: 'ROOT',
      representation: 'Line',
      attributes: [
        { name: 'channel', values: ['Not Selected', 'Wire', 'Wi-Fi', 'Bluetooth'] },
        { name: 'authenticatesSource', values: ['Not Selected', ...YES_NO] },
        { name: 'authenticatesDestination', values: YES_NO },
        { name: 'providesConfidentiality', values: YES_NO },
        { name: 'providesIntegrity', values: YES_NO },
      ],
    },
    {
      id: 'SE.DF.TMCore.HTTPS',
      name: 'HTTPS',
      parent: 'OUR.DF',
      attributes: [
        { name: 'authenticatesDestination', values: ['Yes'], fixed: true },
        { name: 'providesConfidentiality', values: ['Yes'], fixed: true },
      ],
    },
    { id: 'SE.DF.TMCore.Request', name: 'Request', parent: 'OUR.DF' },
    { id: 'SE.DF.TMCore.Response', name: 'Response', parent: 'OUR.DF' },
    { id: 'SE.TB.TMCore.IoTDeviceZone', name: 'IoT Device Zone', parent: 'GE.TB.B' },
    { id: 'SE.TB.TMCore.AzureTrustBoundary', name: 'Azure Trust Boundary', parent: 'GE.TB.B' },
    { id: 'SE.TB.L.TMCore.Internet', name: 'Internet Boundary', parent: 'GE.TB.L' },
  ],
  rules: [
    {
      id: 'TH35',
      category: 'S',
      title: '{source.Name} may be a fake',
      include:
        "(source is 'SE.EI.TMCore.IoTdevice' or source is 'SE.GP.TMCore.IoTFieldGateway') and (target is 'SE.GP.TMCore.IoTFieldGateway' or target is 'SE.GP.TMCore.IoTCloudGateway')",
      metadata: {
        Priority: 'Low',
        PossibleMitigations: 'Authenticate it. <a href="https://example.org/x">More</a>',
      },
    },
    {
      id: 'TH38',
      category: 'I',
      title: 'Somebody listens in on {flow.Name}',
      include: "target is 'SE.GP.TMCore.IoTCloudGateway'",
      exclude: "flow.providesConfidentiality is 'Yes'",
    },
    { id: 'TH60', category: 'E', include: "flow crosses 'SE.TB.TMCore.IoTDeviceZone'" },
    { id: 'TH61', category: 'D', include: "target is 'GE.P'" },
  ],
};

/** The text of a `.tb7` file with it. */
export function iotTemplateText(): string {
  return tb7(IOT_TEMPLATE);
}

/** A template, read. */
export function templateOf(spec: TemplateSpec = IOT_TEMPLATE): Template {
  const { value, problems } = readTemplate(bytesOf(tb7(spec)), 'our.tb7');
  if (!value) throw new Error(problems.map(({ message }) => message).join('\n'));
  return value;
}
