declare const brand: unique symbol;

/** A value that passed the check of its name, so that two kinds of text cannot be mixed up. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
