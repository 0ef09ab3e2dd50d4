/** Hosts kept, so that a package cannot fill its report, nor the memory. */
const hostsMax = 200
/** The longest tag or rule in which an address is looked for; one may be cut between two chunks. */
const partCharactersMax = 2_000

const host = String.raw`(?:https?:)?//([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?)(?=[/?#"'\s>)]|$)`

// Every part is bounded and stops at the next tag: a page can be made of nothing but beginnings.
const is = String.raw`\s{0,9}=\s{0,9}["']?\s{0,9}`
const within = '[^<>]{0,1500}?'

/** What a page takes from elsewhere to show itself: not where its links lead. */
const loading = String.raw`<(?:script|img|iframe|frame|embed|video|audio|source|track|object|image|use|input)\b${within}\s(?:src|data|href|xlink:href|poster)${is}${host}`
const linking = String.raw`<link\b(?=${within}\brel${is}[^"'<>]{0,100}?(?:stylesheet|icon|preload|manifest))${within}\shref${is}${host}`
const styling = String.raw`(?:url\(\s{0,9}["']?\s{0,9}|@import\s{1,9}["']\s{0,9})${host}`

const inPages = new RegExp([loading, linking, styling].join('|'), 'gi')
const inStyles = new RegExp(styling, 'gi')

/** Watches the pages and style sheets of a package go by for addresses of other servers from which they load. */
export class ExternalHosts {
  /** By host the first file that names it. */
  readonly #hosts = new Map<string, string>()
  #path = ''
  #rest = ''

  /** Takes the next bytes of a file; the files come one after another. */
  watch(path: string, chunk: Buffer): void {
    const pattern = /\.css$/i.test(path)
      ? inStyles
      : /\.(x?html?|svg)$/i.test(path)
        ? inPages
        : undefined
    if (!pattern) return
    const text = (path === this.#path ? this.#rest : '') + chunk.toString('latin1')
    for (const [, ...found] of text.matchAll(pattern)) {
      const name = found.find((one) => one !== undefined)?.toLowerCase()
      if (name === undefined || this.#hosts.has(name) || this.#hosts.size >= hostsMax) continue
      this.#hosts.set(name, path)
    }
    this.#path = path
    this.#rest = text.slice(-partCharactersMax)
  }

  /** Each host with the first file that names it, in the order in which they were found. */
  list(): readonly { readonly host: string; readonly file: string }[] {
    return [...this.#hosts].map(([name, file]) => ({ host: name, file }))
  }
}
