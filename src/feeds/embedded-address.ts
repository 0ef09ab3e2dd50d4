/** Where an IPv6 address carries an IPv4 one: the bit at which it begins. */
interface Embedding {
  readonly is: (groups: readonly number[]) => boolean
  readonly at: readonly number[]
  /** Teredo writes the client's address with every bit turned over. */
  readonly isInverted?: true
}

const startsWith =
  (...start: readonly number[]) =>
  (groups: readonly number[]): boolean =>
    start.every((group, index) => groups[index] === group)

/**
 * What routers, translators and tunnels deliver to the IPv4 address inside: IPv4-compatible, -mapped and -translated [RFC 4291
 * 2.5.5, RFC 2765 2.1], NAT64 with the well-known prefix and with those for local use, whose length is not known [RFC 6052 2.2,
 * RFC 8215], 6to4 [RFC 3056 2], Teredo with its server and its client [RFC 4380 4], ISATAP [RFC 5214 6.1].
 */
const embeddings: readonly Embedding[] = [
  { is: startsWith(0, 0, 0, 0, 0, 0), at: [96] },
  { is: startsWith(0, 0, 0, 0, 0, 0xffff), at: [96] },
  { is: startsWith(0, 0, 0, 0, 0xffff, 0), at: [96] },
  { is: startsWith(0x64, 0xff9b, 0, 0, 0, 0), at: [96] },
  { is: startsWith(0x64, 0xff9b, 1), at: [48, 56, 64, 96] },
  { is: startsWith(0x2002), at: [16] },
  { is: startsWith(0x2001, 0), at: [32] },
  { is: startsWith(0x2001, 0), at: [96], isInverted: true },
  { is: (groups) => (groups[4]! | 0x200) === 0x200 && groups[5] === 0x5efe, at: [96] },
]

/** The IPv4 addresses that an IPv6 address stands for, or may stand for; none for an address of IPv6 alone. */
export function embeddedAddresses(address: string): string[] {
  const groups = groupsOf(address)
  // The unspecified address and this host: what they embed is no address.
  if (!groups || (startsWith(0, 0, 0, 0, 0, 0, 0)(groups) && groups[7]! <= 1)) return []
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff])
  return embeddings
    .filter(({ is }) => is(groups))
    .flatMap(({ at, isInverted }) => {
      const found = at
        .map((bit) => bytesAt(bytes, bit / 8).map((byte) => (isInverted ? byte ^ 0xff : byte)))
        // Where the length of the prefix is not known, a wrong one finds zeros first.
        .filter((four) => at.length === 1 || four[0] !== 0)
      return found.map((four) => four.join('.'))
    })
}

/** Byte 8 is left out where the prefix ends before it [RFC 6052 2.2]. */
function bytesAt(bytes: readonly number[], begin: number): number[] {
  const isSplit = begin >= 6 && begin <= 8
  return isSplit
    ? [...bytes.slice(begin, 8), ...bytes.slice(9)].slice(0, 4)
    : bytes.slice(begin, begin + 4)
}

/** The eight groups; undefined for what is no IPv6 address. A URL writes every form of one address alike. */
function groupsOf(address: string): number[] | undefined {
  const url = URL.parse(`http://[${address.replace(/%.*$/, '')}]/`)
  if (!url) return undefined
  const [head = '', tail] = url.hostname.slice(1, -1).split('::')
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((hex) => parseInt(hex, 16))
  if (tail === undefined) return read(head)
  const [first, last] = [read(head), read(tail)]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}
