/** See shape.mjs. */
export declare function systemOfSize(size: number): object;
