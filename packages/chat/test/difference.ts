/**
 * The places where two types that describe the same JSON differ, as a union of strings: a path, then
 * what is different there. `never` when each can stand for the other.
 *
 * `readonly` does not count, and neither do keys of ours whose names are in `Extension`. Members of a
 * union of objects are matched by their `type`.
 */
export type Difference<Ours, Theirs, Extension = never, Path extends string = ''> =
  | PlainDifference<Plain<Ours>, Plain<Theirs>, Path>
  | WordDifference<Words<Ours>, Words<Theirs>, Path>
  | ListDifference<Lists<Ours>, Lists<Theirs>, Extension, Path>
  | ObjectDifference<Objects<Ours>, Objects<Theirs>, Extension, Path>

/** Accepts only what it is told to expect; the error message names the rest. */
export type Expect<Actual extends Expected, Expected extends string> = [Expected] extends [Actual]
  ? true
  : { readonly listedButNotThere: Exclude<Expected, Actual> }

/** Accepts `true` when two sets of names are equal; the error message names the rest. */
export type SameNames<Ours extends string, Theirs extends string> = [Ours, Theirs] extends [
  Theirs,
  Ours,
]
  ? true
  : { readonly lacks: Exclude<Theirs, Ours>; readonly hasAlso: Exclude<Ours, Theirs> }

/** The types of those members of a union of objects that cannot stand for a member of the other. */
export type Unassignable<From, To> = From extends { readonly type: infer Type }
  ? From extends To
    ? never
    : Type
  : never

/** Whether two types are the same set of values. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

type Lists<T> = unknown extends T ? never : Extract<T, readonly unknown[]>
type Objects<T> = unknown extends T ? never : Exclude<T, Primitive | readonly unknown[]>
type Plain<T> = unknown extends T ? { readonly anything: true } : Extract<T, Primitive>
type Primitive = string | number | boolean | null | undefined

type PlainDifference<Ours, Theirs, Path extends string> = [Ours] extends [Theirs]
  ? [Theirs] extends [Ours]
    ? never
    : `${Path}: narrower`
  : [Theirs] extends [Ours]
    ? `${Path}: wider${null extends Ours ? (null extends Theirs ? '' : ', null') : ''}${Opened<Ours, Theirs>}`
    : `${Path}: other`

// A set of words that is open for more still has to have the known ones.
type WordDifference<Ours extends string, Theirs extends string, Path extends string> = [
  Ours,
] extends [never]
  ? never
  : {
      [Word in Exclude<Ours, Theirs> | Exclude<Theirs, Ours>]: Word extends Ours
        ? `${Path}: has '${Word}'`
        : `${Path}: lacks '${Word}'`
    }[Exclude<Ours, Theirs> | Exclude<Theirs, Ours>]

type Words<T> = T extends string ? (string & {} extends T ? never : T) : never

type Opened<Ours, Theirs> =
  string extends Widened<Ours> ? (string extends Widened<Theirs> ? '' : ', any string') : ''

// `'a' | (string & {})` takes any string, though `string` does not extend it literally.
type Widened<T> = T extends string & {}
  ? string extends T
    ? string
    : string & {} extends T
      ? string
      : T
  : T

type ListDifference<Ours, Theirs, Extension, Path extends string> = [Ours] extends [never]
  ? [Theirs] extends [never]
    ? never
    : `${Path}: list is theirs only`
  : [Theirs] extends [never]
    ? `${Path}: list is ours only`
    : Ours extends readonly (infer Our)[]
      ? Theirs extends readonly (infer Their)[]
        ? Difference<Our, Their, Extension, `${Path}[]`>
        : never
      : never

type ObjectDifference<Ours, Theirs, Extension, Path extends string> = [Ours] extends [never]
  ? [Theirs] extends [never]
    ? never
    : `${Path}: object is theirs only`
  : [Theirs] extends [never]
    ? `${Path}: object is ours only`
    : IsUnion<Ours> extends true
      ? MemberDifference<Ours, Theirs, Extension, Path>
      : IsUnion<Theirs> extends true
        ? MemberDifference<Ours, Theirs, Extension, Path>
        : FieldDifference<Ours, Theirs, Extension, Path>

type MemberDifference<Ours, Theirs, Extension, Path extends string> = {
  [Type in TypeOf<Ours> | TypeOf<Theirs>]: FieldDifference<
    WithType<Ours, Type>,
    WithType<Theirs, Type>,
    Extension,
    `${Path}<${Type}>`
  >
}[TypeOf<Ours> | TypeOf<Theirs>]

type TypeOf<T> = T extends { readonly type?: infer Type } ? NonNullable<Type> & string : 'untyped'

type WithType<T, Type> = T extends unknown ? (Type extends TypeOf<T> ? T : never) : never

type FieldDifference<Ours, Theirs, Extension, Path extends string> =
  IsUnion<Ours> extends true
    ? `${Path}: members cannot be told apart`
    : [Ours] extends [never]
      ? `${Path}: theirs only`
      : [Theirs] extends [never]
        ? `${Path}: ours only`
        : {
            [Key in (keyof Ours | keyof Theirs) & string]: Key extends keyof Ours
              ? Key extends keyof Theirs
                ? | OptionalDifference<Ours, Theirs, Key, `${Path}.${Key}`>
                  | Difference<
                      Exclude<Ours[Key], undefined>,
                      Exclude<Theirs[Key], undefined>,
                      Extension,
                      `${Path}.${Key}`
                    >
                : Key extends Extension
                  ? never
                  : `${Path}.${Key}: ours only`
              : `${Path}.${Key}: theirs only`
          }[(keyof Ours | keyof Theirs) & string]

type OptionalDifference<Ours, Theirs, Key extends keyof Ours & keyof Theirs, Path extends string> =
  IsOptional<Ours, Key> extends IsOptional<Theirs, Key>
    ? never
    : IsOptional<Ours, Key> extends true
      ? `${Path}: optional`
      : `${Path}: required`

type IsOptional<T, Key extends keyof T> = object extends Pick<T, Key> ? true : false

type IsUnion<T, Whole = T> = T extends unknown ? ([Whole] extends [T] ? false : true) : never
