import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { ByteRange } from '../../content/store.ts'
import { readBody } from './read-body.ts'
import { isNoSuchKey, isNoSuchUpload, problemOf } from './s3-error.ts'

/** An object as a list has it. */
interface Listed {
  readonly key: string
  readonly bytes: number
}

/** An upload in parts that is not finished. */
export interface Upload {
  readonly key: string
  readonly id: string
}

/** How long the store may take. */
export interface Patience {
  /** Until an answer begins, for each attempt, where nothing is sent. */
  readonly answerSeconds: number
  /** The same where a part of a file is sent, or the store has to put one together. */
  readonly bodySeconds: number
  /** Without a byte, while somebody waits for the next. */
  readonly silentSeconds: number
}

/**
 * What the file store needs of a bucket. Each method rejects with a Problem `storage-unavailable` when the store does not answer as it
 * should, or when `signal` says so.
 */
export class Bucket {
  readonly #client: S3Client
  readonly #bucket: string
  readonly #patience: Patience

  constructor(client: S3Client, bucket: string, patience: Patience) {
    this.#client = client
    this.#bucket = bucket
    this.#patience = patience
  }

  /** Names that begin with this, the first thousand. */
  async list(prefix: string, signal?: AbortSignal): Promise<readonly Listed[]> {
    const command = new ListObjectsV2Command({ ...this.#in, Prefix: prefix })
    const { Contents } = await refusing(this.#client.send(command, this.#soon(signal)))
    return (Contents ?? []).map(listedOf)
  }

  /** All names that begin with this, in pages of a thousand. */
  async *listAll(prefix: string): AsyncGenerator<Listed> {
    const pages = paginateListObjectsV2({ client: this.#client }, { ...this.#in, Prefix: prefix })
    try {
      for await (const { Contents } of pages) yield* (Contents ?? []).map(listedOf)
    } catch (error) {
      throw problemOf(error)
    }
  }

  async put(key: string, content: Buffer, signal?: AbortSignal): Promise<void> {
    const body = { Body: content, ContentType: 'application/octet-stream' }
    const command = new PutObjectCommand({ ...this.#object(key), ...body })
    await refusing(this.#client.send(command, this.#patiently(signal)))
  }

  /** Undefined if there is no such object. */
  async get(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const command = new GetObjectCommand({
      ...this.#object(key),
      ...(range && { Range: `bytes=${range.start}-${range.end}` }),
    })
    try {
      const { Body } = await this.#client.send(command, this.#soon())
      return readBody(Body as Readable, this.#patience.silentSeconds)
    } catch (error) {
      if (isNoSuchKey(error)) return undefined
      throw problemOf(error)
    }
  }

  /** Inside the store, without the bytes passing here. */
  async copy(from: string, to: string, signal: AbortSignal): Promise<void> {
    const command = new CopyObjectCommand({
      ...this.#object(to),
      CopySource: `${this.#bucket}/${from}`,
    })
    await refusing(this.#client.send(command, this.#patiently(signal)))
  }

  /** No error if there is no such object. */
  async remove(key: string, signal?: AbortSignal): Promise<void> {
    const command = new DeleteObjectCommand(this.#object(key))
    await refusing(this.#client.send(command, this.#soon(signal)))
  }

  async beginUpload(key: string, signal: AbortSignal): Promise<Upload> {
    const type = { ContentType: 'application/octet-stream' }
    const command = new CreateMultipartUploadCommand({ ...this.#object(key), ...type })
    const { UploadId } = await refusing(this.#client.send(command, this.#soon(signal)))
    return { key, id: UploadId! }
  }

  /** @param number from 1. @returns what finishing needs to know of the part. */
  async putPart(
    upload: Upload,
    { number, content }: { readonly number: number; readonly content: Buffer },
    signal: AbortSignal,
  ): Promise<{ readonly PartNumber: number; readonly ETag: string }> {
    const part = { PartNumber: number, Body: content }
    const command = new UploadPartCommand({ ...this.#upload(upload), ...part })
    const { ETag } = await refusing(this.#client.send(command, this.#patiently(signal)))
    return { PartNumber: number, ETag: ETag! }
  }

  /** The object is there, whole, once this resolves. */
  async finishUpload(
    upload: Upload,
    parts: readonly { readonly PartNumber: number; readonly ETag: string }[],
    signal: AbortSignal,
  ): Promise<void> {
    const all = { MultipartUpload: { Parts: [...parts] } }
    const command = new CompleteMultipartUploadCommand({ ...this.#upload(upload), ...all })
    await refusing(this.#client.send(command, this.#patiently(signal)))
  }

  /** Removes the parts that came. No error if there is no such upload. */
  async dropUpload(upload: Upload): Promise<void> {
    try {
      const command = new AbortMultipartUploadCommand(this.#upload(upload))
      await this.#client.send(command, this.#soon())
    } catch (error) {
      if (!isNoSuchUpload(error)) throw problemOf(error)
    }
  }

  /** Uploads in parts below this name that began before this time. */
  async *uploadsBefore(prefix: string, time: Date): AsyncGenerator<Upload> {
    let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {}
    for (;;) {
      const command = new ListMultipartUploadsCommand({ ...this.#in, Prefix: prefix, ...from })
      const page = await refusing(this.#client.send(command, this.#soon()))
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        if (Initiated! < time) yield { key: Key!, id: UploadId! }
      }
      if (!page.IsTruncated) return
      from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    }
  }

  #soon(signal?: AbortSignal) {
    return within(this.#patience.answerSeconds, signal)
  }

  #patiently(signal?: AbortSignal) {
    return within(this.#patience.bodySeconds, signal)
  }

  get #in() {
    return { Bucket: this.#bucket }
  }

  #object(key: string) {
    return { Bucket: this.#bucket, Key: key }
  }

  #upload({ key, id }: Upload) {
    return { ...this.#object(key), UploadId: id }
  }
}

const within = (seconds: number, signal: AbortSignal | undefined) => ({
  requestTimeout: seconds * 1000,
  ...(signal && { abortSignal: signal }),
})

interface Named {
  readonly Key?: string | undefined
  readonly Size?: number | undefined
}

const listedOf = ({ Key, Size }: Named): Listed => ({ key: Key!, bytes: Size! })

/** What callers are told of an error of the store: a Problem. */
const refusing = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw problemOf(error)
  })
