/** What a traced process did to the files of a folder, and what it acknowledged, in order. Paths are relative to that folder. */
export type TraceEvent =
  | { readonly do: 'create' | 'folder' | 'unlink'; readonly path: string }
  | { readonly do: 'rename' | 'link'; readonly path: string; readonly to: string }
  /** Without an offset the bytes go to the end. */
  | {
      readonly do: 'write'
      readonly path: string
      readonly offset?: number
      readonly bytes: Buffer
    }
  | { readonly do: 'truncate'; readonly path: string; readonly size: number }
  /** Only what was written before a sync began is on the disk when it has ended. */
  | { readonly do: 'syncBegins' | 'syncEnds'; readonly path: string; readonly thread: string }
  | { readonly do: 'acknowledge'; readonly acknowledged: Acknowledged }

/** What a client may rely on from here. */
export interface Acknowledged {
  readonly statements?: readonly string[]
  /** The id of a package version. */
  readonly version?: string
}
