// What there is to know of the beginning of a JSON text, by plain recursive descent over all of it: another
// way than the one it judges, which sees each unit once.

export type Path = readonly (string | number)[]

export interface Beginning {
  /** Undefined as long as there is none. */
  readonly value: unknown
  /** One whole value; a number at the top level only with white space behind it. */
  readonly complete: boolean
  /** Paths, as JSON text, of everything that is final. */
  readonly final: ReadonlySet<string>
  /** The first unit that cannot be there. */
  readonly refusedAt: number | undefined
}

class Stop extends Error {
  readonly refusedAt: number | undefined

  constructor(refusedAt?: number) {
    super('stop')
    this.refusedAt = refusedAt
  }
}

type Place = (value: unknown) => void

const SPACE = ' \n\r\t'
const WHOLE_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const NUMBER_BEGINNINGS = [
  /^-?$/,
  /^-?(?:0|[1-9]\d*)(?:\.\d*)?$/,
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?[eE][+-]?\d*$/,
]
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

export function beginningOf(text: string): Beginning {
  const reader = new Reader(text)
  let value: unknown
  try {
    reader.value([], '', (placed) => (value = placed))
    reader.space()
    if (!reader.atEnd) throw new Stop(reader.at)
    return { value, complete: true, final: reader.final, refusedAt: undefined }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    const { refusedAt } = error
    return { value, complete: false, final: reader.final, refusedAt }
  }
}

class Reader {
  readonly final = new Set<string>()
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.at === this.text.length
  }

  space(): void {
    while (!this.atEnd && SPACE.includes(this.text[this.at]!)) this.at++
  }

  /** The next unit. Stops where there is none. */
  peek(): string {
    if (this.atEnd) throw new Stop()
    return this.text[this.at]!
  }

  expect(character: string): void {
    if (this.peek() !== character) throw new Stop(this.at)
    this.at++
  }

  value(path: Path, closer: string, place: Place): void {
    this.space()
    const first = this.peek()
    if (first === '"') this.string(place)
    else if (first === '[') this.array(path, place)
    else if (first === '{') this.object(path, place)
    else if (first === '-' || /\d/.test(first)) this.number(closer, place)
    else this.literal(place)
    this.final.add(JSON.stringify(path))
  }

  string(place: Place): void {
    this.expect('"')
    let text = ''
    try {
      while (this.peek() !== '"') text += this.unit()
      this.at++
    } catch (error) {
      place(text.replace(/[\uD800-\uDBFF]$/, ''))
      throw error
    }
    place(text)
  }

  unit(): string {
    const unit = this.peek()
    if (unit.charCodeAt(0) < 0x20) throw new Stop(this.at)
    this.at++
    if (unit !== '\\') return unit
    const kind = this.peek()
    if (kind !== 'u' && !ESCAPES.has(kind)) throw new Stop(this.at)
    this.at++
    if (kind !== 'u') return ESCAPES.get(kind)!
    let digits = ''
    for (let count = 0; count < 4; count++) {
      if (!/[\da-fA-F]/.test(this.peek())) throw new Stop(this.at)
      digits += this.text[this.at++]!
    }
    return String.fromCharCode(Number(`0x${digits}`))
  }

  number(closer: string, place: Place): void {
    let token = ''
    for (;;) {
      const longer = token + this.peek()
      if (!NUMBER_BEGINNINGS.some((beginning) => beginning.test(longer))) break
      token = longer
      this.at++
    }
    const delimiters = closer === '' ? SPACE : `${SPACE},${closer}`
    if (!WHOLE_NUMBER.test(token) || !delimiters.includes(this.peek())) throw new Stop(this.at)
    place(Number(token))
  }

  literal(place: Place): void {
    const literal = ['true', 'false', 'null'].find((each) => each[0] === this.peek())
    if (literal === undefined) throw new Stop(this.at)
    for (const character of literal) this.expect(character)
    place(JSON.parse(literal))
  }

  array(path: Path, place: Place): void {
    const array: unknown[] = []
    place(array)
    this.expect('[')
    this.members(']', () => {
      const index = array.length
      this.value([...path, index], ']', (value) => (array[index] = value))
    })
  }

  object(path: Path, place: Place): void {
    const object = {}
    place(object)
    this.expect('{')
    this.members('}', () => {
      let key = ''
      this.string((text) => (key = String(text)))
      const inside = [...path, key]
      this.forget(JSON.stringify(inside).slice(0, -1))
      this.space()
      this.expect(':')
      this.value(inside, '}', (value) => {
        Object.defineProperty(object, key, {
          value,
          configurable: true,
          enumerable: true,
          writable: true,
        })
      })
    })
  }

  members(closer: string, member: () => void): void {
    this.space()
    for (let isFirst = true; this.peek() !== closer; isFirst = false) {
      if (!isFirst) {
        this.expect(',')
        this.space()
        if (this.peek() === closer) throw new Stop(this.at)
      }
      member()
      this.space()
    }
    this.at++
  }

  /** A key comes again: what was final there is not. */
  forget(beginning: string): void {
    for (const path of this.final) {
      const rest = path.startsWith(beginning) ? path[beginning.length] : undefined
      if (rest === ']' || rest === ',') this.final.delete(path)
    }
  }
}
