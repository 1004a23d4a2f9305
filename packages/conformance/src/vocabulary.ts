// The words that generated streams are made of. Each is there because some parser treats it otherwise than the standard.

/** Names that are nearly a known one, or special to the language a parser is written in. */
export const NEAR_NAMES: readonly string[] = [
  'Data',
  'DATA',
  ' data',
  'data ',
  '\tdata',
  'dat',
  'datas',
  'data\0',
  '\0data',
  'Event',
  'eventx',
  'ID',
  'id ',
  'i',
  'Retry',
  'retry ',
  '__proto__',
  'constructor',
  'toString',
  'foo',
  '[DONE]',
  ' ',
  '\u{feff}data',
  '\u{ef}\u{bb}\u{bf}data',
  'd\u{e4}ta',
  '\u{2028}data',
]

/** Values that a `retry` field accepts. */
export const DIGITS: readonly string[] = [
  '0',
  '7',
  '42',
  '3000',
  '03000',
  '2147483647',
  '2147483648',
  '99999999999',
  '9'.repeat(320),
]

/** Values that a `retry` field ignores, though some number reader takes them. */
export const DIGIT_LOOK_ALIKES: readonly string[] = [
  '',
  '-5',
  '+5',
  '1.5',
  '5.',
  '1e3',
  '0x1F',
  '1_0',
  '1,0',
  ' 5',
  '5 ',
  '\t5',
  '5\0',
  '\u{ff15}',
  '\u{665}',
  '5x',
  'x5',
  '10n',
  'NaN',
  'Infinity',
  '5\u{b2}',
  '\u{feff}5',
  '/',
  ':',
]

/** Plain values, and those that look like lines. */
export const WORDS: readonly string[] = [
  'a',
  'b',
  'c d',
  'x:y',
  ':',
  '{"a":1}',
  '1',
  '12',
  'data: x',
  'id',
  '\u{e9}',
  '\u{4e16}',
  '\u{1f600}',
]

/** Values with NUL, byte order marks, white space, and what other line readers split at. */
export const ODD_TEXTS: readonly string[] = [
  '\0',
  'a\0b',
  '\u{feff}',
  '\u{feff}a',
  ' \u{feff}',
  'a\u{feff}b',
  '\u{2028}',
  '\u{2029}',
  '\u{85}',
  '\v',
  '\f',
  '\u{1c}',
  '\u{a0}a',
  '\t',
  '\ta',
  ' ',
  '  a',
  'a ',
  '\\n',
  '\u{200b}',
  '\u{10a}',
  '\u{ffff}',
]

/** Byte sequences that are not UTF-8: cut short, overlong, surrogates, out of range. */
export const MALFORMED: readonly (readonly number[])[] = [
  [0x80],
  [0xc3],
  [0xe2],
  [0xe2, 0x82],
  [0xf0],
  [0xf0, 0x9f],
  [0xf0, 0x9f, 0x98],
  [0xff],
  [0xfe, 0xff],
  [0xc0, 0x80],
  [0xc0, 0x8a],
  [0xe0, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xef],
  [0xef, 0xbb],
  [0xe2, 0x82, 0xe2],
  [0xc3, 0xa9, 0xa9],
]

const BOM = [0xef, 0xbb, 0xbf]
const LATIN_1_BOM = [0xc3, 0xaf, 0xc2, 0xbb, 0xc2, 0xbf]

/** The first bytes of a stream, where a byte order mark is one. Nothing special is as likely. */
export const STARTS: readonly (readonly number[])[] = [
  [],
  [],
  [],
  BOM,
  [...BOM, ...BOM],
  [...BOM, ...BOM, ...BOM],
  [0x0a, ...BOM],
  [0x0d, ...BOM],
  [...BOM, 0x0d, 0x0a],
  LATIN_1_BOM,
]

/** More first bytes: byte order marks that are cut short or of another encoding. */
export const MALFORMED_STARTS: readonly (readonly number[])[] = [
  [0xef],
  [0xef, 0xbb],
  [0xef, 0xbb, ...BOM],
  [0xff, 0xfe],
]

/** What long lines are made of: characters of each length. */
export const UNITS: readonly string[] = ['x', '\u{e9}', '\u{4e16}', '\u{1f600}', 'a\u{1f600}']

/** What long runs of events are made of. */
export const BLOCKS: readonly string[] = [
  'data: x\n\n',
  'data: {"a":1}\r\n\r\n',
  'data:\u{4e16}\r\r',
  ':c\nid: 1\ndata: x\ndata\n\n',
  'event: t\ndata: \u{e9}\n\n',
  '\n',
  '\r\n',
  'name\r',
]
