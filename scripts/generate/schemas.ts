/** JSON Schemas (draft-7, which editors know) of every file a person or another program may write or read. */
import { z } from 'zod';

import { openCatalogue } from '../../src/catalogue/catalogue.ts';
import { OverridesFile } from '../../src/catalogue/overrides.ts';
import {
  type CatalogueData,
  Mitigation,
  PropertiesFile,
  Rule,
  TypesFile,
} from '../../src/catalogue/schema.ts';
import { Chain } from '../../src/catalogue/chain.ts';
import { MatrixFile } from '../../src/catalogue/matrix.ts';
import { Standard } from '../../src/catalogue/standard.ts';
import { DiffFile } from '../../src/diff/index.ts';
import { ThreatsFile } from '../../src/enumerate/index.ts';
import { Run } from '../../src/evidence/run.ts';
import { TrustFile } from '../../src/evidence/index.ts';
import { DecisionsFile } from '../../src/mitigate/index.ts';
import { InventoryFile } from '../../src/model/inventory/index.ts';
import { systemFileSchema } from '../../src/model/schema.ts';
import { PlanFile } from '../../src/validate/carried-plan.ts';
import { GrantFile } from '../../src/validate/permission/grants.ts';
import { TargetsFile } from '../../src/validate/targets/targets.ts';

/** `schema/NAME.json` by path, as text. */
export function schemas(data: CatalogueData): [string, string][] {
  const forms: Record<string, { title: string; schema: z.ZodType }> = {
    system: { title: 'system.yaml: what the system is', schema: systemFileSchema(openCatalogue(data)) },
    threats: { title: 'threats.yaml: threats that no rule makes', schema: ThreatsFile },
    decisions: { title: 'decisions.yaml: what was decided and claimed', schema: DecisionsFile },
    inventory: {
      title: 'inventory.yaml or inventory.json: which units are in the field',
      schema: InventoryFile,
    },
    targets: { title: 'targets.yaml: where checks may look', schema: TargetsFile },
    plan: { title: 'A plan, exported to be run elsewhere', schema: PlanFile },
    grant: { title: 'A grant: written permission to go beyond loopback', schema: GrantFile },
    trust: { title: 'trust.yaml: whose signature counts for what', schema: TrustFile },
    run: { title: 'One run: the predicate of a signed statement in evidence/', schema: Run },
    diff: { title: 'What `bestride diff --format json` prints', schema: DiffFile },
    properties: { title: 'properties.yaml of a catalogue', schema: PropertiesFile },
    types: { title: 'types.yaml of a catalogue', schema: TypesFile },
    rule: { title: 'A rule of a catalogue', schema: Rule },
    mitigation: { title: 'A mitigation of a catalogue', schema: Mitigation },
    matrix: {
      title: 'matrix.yaml of a catalogue: what is said of letters without threats',
      schema: MatrixFile,
    },
    chain: { title: 'A story of threats that build on each other', schema: Chain },
    standard: { title: 'A standard that a catalogue refers to', schema: Standard },
    overrides: { title: 'overrides.yaml of a project’s own catalogue', schema: OverridesFile },
  };
  return Object.entries(forms).map(([name, { title, schema }]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
    const whole = { $schema, $id: `urn:bestride:schema:${name}:1`, title, ...rest };
    return [`schema/${name}.json`, `${JSON.stringify(whole, undefined, 2)}\n`];
  });
}
