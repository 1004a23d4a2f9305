// The doors of the published packages, and what can be had through each: names, followed to where they are declared.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Declaration, readModule, type SourceModule } from './declarations.ts'

export interface PublicName {
  readonly name: string
  /** The package whose source declares it, such as `@sse/core`. */
  readonly owner: string
  /** The declaring file, below the root of the repository. */
  readonly file: string
  readonly declaration: Declaration
}

export interface Door {
  /** What is imported, such as `@sse/core/decoder`. */
  readonly specifier: string
  /** The source behind it, below the root. */
  readonly file: string
  readonly names: readonly PublicName[]
}

export interface DocumentedPackage {
  readonly name: string
  /** Below the root, such as `packages/core`. */
  readonly folder: string
  readonly description: string
  readonly doors: readonly Door[]
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly description?: string
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/** The root of the repository. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** Reads the published packages below `base`, those of `packages/` first. */
export function documentedPackages(base: string = root): DocumentedPackage[] {
  const members = ['packages', 'fixtures'].flatMap((parent) =>
    existsSync(join(base, parent)) ? membersOf(base, parent) : [],
  )
  const sources = new Map<string, { readonly file: string; readonly owner: string }>()
  for (const { folder, manifest } of members) {
    for (const [door, source] of doorsOf(manifest)) {
      const file = join(folder, source)
      sources.set(manifest.name + door.slice(1), { file, owner: manifest.name })
    }
  }
  const reader = new NameReader(base, sources)
  return members.map(({ folder, manifest }) => ({
    name: manifest.name,
    folder,
    description: manifest.description ?? '',
    doors: doorsOf(manifest).map(([door, source]) => {
      const file = join(folder, source)
      const names = reader.names(file, manifest.name)
      return { specifier: manifest.name + door.slice(1), file, names }
    }),
  }))
}

function membersOf(base: string, parent: string): { folder: string; manifest: Manifest }[] {
  return readdirSync(join(base, parent))
    .toSorted()
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(base, folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(base, folder, 'package.json'), 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true)
}

function doorsOf({ exports = {} }: Manifest): (readonly [door: string, source: string])[] {
  return Object.entries(exports).flatMap(([door, conditions]) => {
    const source = typeof conditions === 'object' ? conditions['@sse/source'] : undefined
    return source === undefined ? [] : [[door, source] as const]
  })
}

class NameReader {
  readonly #base: string
  readonly #sources: ReadonlyMap<string, { readonly file: string; readonly owner: string }>
  readonly #modules = new Map<string, SourceModule>()

  constructor(base: string, sources: ReadonlyMap<string, { file: string; owner: string }>) {
    this.#base = base
    this.#sources = sources
  }

  /** What a file exports, in its order. Throws when a name leads nowhere. */
  names(file: string, owner: string): PublicName[] {
    const { exports, exportsAll } = this.#module(file)
    const own = Array.from(exports.keys(), (name) => this.#follow(name, name, file, owner))
    const others = exportsAll.flatMap((specifier) => {
      const there = this.#resolve(specifier, file, owner)
      return this.names(there.file, there.owner)
    })
    return [...own, ...others]
  }

  #follow(name: string, seen: string, file: string, owner: string): PublicName {
    const { declarations, exports, exportsAll } = this.#module(file)
    const exported = exports.get(seen)
    if (exported === undefined) {
      for (const specifier of exportsAll) {
        const there = this.#resolve(specifier, file, owner)
        if (this.names(there.file, there.owner).some((each) => each.name === seen)) {
          return this.#follow(name, seen, there.file, there.owner)
        }
      }
      throw new Error(`${file} exports no ${seen}`)
    }
    if (exported.from !== undefined) {
      const there = this.#resolve(exported.from, file, owner)
      return this.#follow(name, exported.local, there.file, there.owner)
    }
    const declaration = declarations.get(exported.local)
    if (declaration === undefined) throw new Error(`${file} declares no ${exported.local}`)
    return { name, owner, file, declaration }
  }

  #resolve(specifier: string, file: string, owner: string): { file: string; owner: string } {
    if (specifier.startsWith('.')) return { file: join(dirname(file), specifier), owner }
    const source = this.#sources.get(specifier)
    if (source === undefined) throw new Error(`${file} exports of ${specifier}, which is no door`)
    return source
  }

  #module(file: string): SourceModule {
    let module = this.#modules.get(file)
    if (module === undefined) {
      module = readModule(file, readFileSync(join(this.#base, file), 'utf8'))
      this.#modules.set(file, module)
    }
    return module
  }
}
