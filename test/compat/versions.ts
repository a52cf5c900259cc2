/**
 * What the README says of compatibility: the newest 1.x, the first 2.x, the newest 2.40, and the one that the other
 * tests run in.
 */
export const VERSIONS = ['1.123.81', '2.0.0', '2.40.7', '2.41.1'];
