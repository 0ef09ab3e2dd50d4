import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { Problem } from '../base/problem.ts'
import { answerNotFound } from './problem-handler.ts'

/**
 * Serves a browser bundle: hashed assets for ever, and `index.html`, never cached, for every address that a person may open.
 * @param folder what the bundle step wrote, with index.html and assets/.
 */
export function serveBundle(folder: string): Router {
  const router = Router()
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '365d',
      index: false,
      redirect: false,
      acceptRanges: false,
    }),
    answerNotFound,
  )
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      cacheControl: false,
      acceptRanges: false,
      setHeaders: noCache,
    }),
  )
  router.get(/.*/, sendIndex(folder))
  return router
}

const noCache = (response: { setHeader(name: string, value: string): void }): void =>
  response.setHeader('Cache-Control', 'no-cache')

function sendIndex(folder: string): RequestHandler {
  const index = join(folder, 'index.html')
  return (request, response, next) => {
    if (!request.accepts('html')) return next()
    if (!existsSync(index)) {
      throw new Problem('not-found', 'The browser bundles are not built; run: npm run bundles')
    }
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(index, { dotfiles: 'allow', acceptRanges: false })
  }
}
