/** What the declarations of test units have in common: where something is sent or said, and where in it. */
import { z } from 'zod';

export const Place = z
  .string()
  .regex(/^[!-~]+$/, 'a path or a topic without blanks')
  .describe('the path, over HTTPS, or the topic, over MQTT');

/** RFC 6901. */
export const Pointer = z
  .string()
  .regex(/^(\/[^/]*)+$/, 'a JSON pointer, such as /configuration/version')
  .describe('where in the JSON text it stands (JSON pointer, RFC 6901)');
