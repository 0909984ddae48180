/**
 * Files whose differences were looked into, and lie with the file. Ten at most, by the digest of their bytes: what
 * has a cause that a program can see belongs into `compare.ts`, and no file belongs here that the tool wrote with
 * the raising of threats switched on and that nobody edited.
 */
export const EXPLANATIONS: ReadonlyMap<string, string> = new Map([
  [
    'sha256:08e84428fe76c3c6924c892fb811045dc1caca7d1ac72e3e50bc77e127d43ba1',
    'not written by the tool: a script made it, with one threat that its rule does not raise, and without version and switch',
  ],
  [
    'sha256:97496d78d1ccc02a5b763800bc7e57ef7ac46d4f5cc3b6f21c03feea29c69000',
    'not written by the tool: a ZIP archive by the name of .tm7, made to be refused',
  ],
]);
