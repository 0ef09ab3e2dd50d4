import type { Response } from 'express'
import { endAndGiveBack } from '../http/give-back.ts'
import { etagOf } from './documents/document.ts'

/** Answers with JSON that is written already. */
export function sendJson(response: Response, body: Buffer): void {
  response.set({
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  })
  endAndGiveBack(response, body)
}

/** With the ETag that the resources of agents and activities have too [Communication 3.1]. */
export function sendTagged(response: Response, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.set('ETag', `"${etagOf(body)}"`)
  sendJson(response, body)
}
