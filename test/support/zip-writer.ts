import { crc32, deflateRawSync } from 'node:zlib'

/** One entry, and whatever a liar may write about it. Fields that are absent are written truthfully. */
export interface ZipEntrySpec {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  /** Written instead of the content, which then only gives sizes and checksum. */
  readonly rawData?: Uint8Array
  /** 0 stored, 8 deflate; deflate unless given. */
  readonly method?: number
  /** General purpose flags; 0x0800 (names are UTF-8) unless given. */
  readonly flags?: number
  /** Unix mode, e.g. 0o120777 for a symbolic link. */
  readonly mode?: number
  readonly declaredBytes?: number
  readonly declaredCompressedBytes?: number
  readonly checksum?: number
  /** The entry's central record points at the local header of this other entry. */
  readonly sharesDataOf?: number
  /** Extra field of the central record. */
  readonly extra?: Uint8Array
  /** Sizes and checksum stand behind the data, as writers that stream do. */
  readonly hasDescriptor?: boolean
}

export interface ZipOptions {
  /** Writes sizes and offsets in zip64 fields. */
  readonly isZip64?: boolean
  readonly comment?: string
}

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const u64 = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

/** Writes a zip byte by byte [APPNOTE 4.3], honest or not: libraries refuse to write the zips that an importer must refuse. */
export function writeZip(entries: readonly ZipEntrySpec[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = []
  const offsets: number[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const facts = factsOf(entry)
    const shared = entry.sharesDataOf === undefined ? undefined : offsets[entry.sharesDataOf]
    offsets.push(shared ?? offset)
    directory.push(centralRecord(facts, offsets.at(-1)!, options.isZip64 ?? false))
    if (shared !== undefined) continue
    const local = localRecord(facts)
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = endRecords(entries.length, central.length, offset, options)
  return Buffer.concat([...parts, central, end])
}

interface EntryFacts {
  readonly spec: ZipEntrySpec
  readonly name: Buffer
  readonly data: Uint8Array
  readonly method: number
  readonly flags: number
  readonly bytes: number
  readonly compressedBytes: number
  readonly checksum: number
}

function factsOf(spec: ZipEntrySpec): EntryFacts {
  const content = Buffer.from(spec.content ?? '')
  const method = spec.method ?? 8
  const data = spec.rawData ?? (method === 8 ? deflateRawSync(content) : content)
  return {
    spec,
    name: Buffer.from(spec.name),
    data,
    method,
    flags: (spec.flags ?? 0x0800) | (spec.hasDescriptor ? 0x0008 : 0),
    bytes: spec.declaredBytes ?? content.length,
    compressedBytes: spec.declaredCompressedBytes ?? data.length,
    checksum: spec.checksum ?? crc32(content),
  }
}

const sizesOf = (facts: EntryFacts) => [
  u32(facts.checksum),
  u32(facts.compressedBytes),
  u32(facts.bytes),
]

function localRecord(facts: EntryFacts): Buffer {
  const isLater = facts.spec.hasDescriptor ?? false
  return Buffer.concat([
    u32(0x04034b50),
    u16(20),
    u16(facts.flags),
    u16(facts.method),
    u32(0x5a210000),
    ...(isLater ? [u32(0), u32(0), u32(0)] : sizesOf(facts)),
    u16(facts.name.length),
    u16(0),
    facts.name,
    facts.data,
    ...(isLater ? [u32(0x08074b50), ...sizesOf(facts)] : []),
  ])
}

function centralRecord(facts: EntryFacts, offset: number, isZip64: boolean): Buffer {
  const wide = [u16(1), u16(24), u64(facts.bytes), u64(facts.compressedBytes), u64(offset)]
  const extra = Buffer.concat([...(isZip64 ? wide : []), facts.spec.extra ?? Buffer.alloc(0)])
  const hasMode = facts.spec.mode !== undefined
  return Buffer.concat([
    u32(0x02014b50),
    u16(hasMode ? 0x0314 : 20),
    u16(isZip64 ? 45 : 20),
    u16(facts.flags),
    u16(facts.method),
    u32(0x5a210000),
    ...(isZip64 ? [u32(facts.checksum), u32(0xffffffff), u32(0xffffffff)] : sizesOf(facts)),
    u16(facts.name.length),
    u16(extra.length),
    u16(0),
    u16(0),
    u16(0),
    u32(((facts.spec.mode ?? 0) << 16) >>> 0),
    u32(isZip64 ? 0xffffffff : offset),
    facts.name,
    extra,
  ])
}

function endRecords(
  count: number,
  directoryBytes: number,
  directoryOffset: number,
  { isZip64 = false, comment = '' }: ZipOptions,
): Buffer {
  const wide = [
    u32(0x06064b50),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(count),
    u64(count),
    u64(directoryBytes),
    u64(directoryOffset),
    u32(0x07064b50),
    u32(0),
    u64(directoryOffset + directoryBytes),
    u32(1),
  ]
  return Buffer.concat([
    ...(isZip64 ? wide : []),
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(isZip64 ? 0xffff : count),
    u16(isZip64 ? 0xffff : count),
    u32(isZip64 ? 0xffffffff : directoryBytes),
    u32(isZip64 ? 0xffffffff : directoryOffset),
    u16(Buffer.byteLength(comment)),
    Buffer.from(comment),
  ])
}

/** Info-ZIP Unicode Path Extra Field for an entry whose name bytes are `rawName`. */
export function unicodePathField(rawName: Uint8Array, path: string): Buffer {
  const utf8 = Buffer.from(path)
  return Buffer.concat([u16(0x7075), u16(5 + utf8.length), Buffer.of(1), u32(crc32(rawName)), utf8])
}
