/** Statements about types, checked by the compiler alone. */

/** True when both are the very same type. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only for `true`. */
export function expectType<_Is extends true>(): void {}
