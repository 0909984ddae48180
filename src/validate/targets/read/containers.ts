/** What targets declare that are files of containers: compose files and deployments of IoT Edge. */
import { z } from 'zod';

export const ContainersTarget = z.strictObject({
  only: z
    .array(z.string())
    .min(1)
    .describe(
      'The modules or services that are judged, by their names in the file; all of them where absent.',
    )
    .optional(),
  ports: z
    .array(z.int().min(1).max(65_535))
    .describe(
      'Ports of the host that are meant to be published. Any other that is published beyond loopback is a finding; without this list nothing but tools of developers can be told.',
    )
    .optional(),
  rights: z
    .array(z.string().min(1))
    .describe(
      'The reviewed list of rights: capabilities (NET_ADMIN), devices (/dev/ttyS0), folders of the host with all that lies in them (/data, or /data:ro to read only). What rules the host is a finding, listed or not.',
    )
    .optional(),
  variables: z
    .string()
    .describe('A file of the project with NAME=value lines (.env), by which ${NAME} is filled in.')
    .optional(),
});
