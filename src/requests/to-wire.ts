import { findAlert, type SourceAlert, sumOf, weekHours } from './find-alert.ts'
import { locateProblem } from './locate-pointer.ts'
import { canReplay } from './replay-request.ts'
import type { RefusedRequest, RefusedRequestDetail, RequestGroup, SourceFigures } from './store.ts'
import type { RequestDetail, RequestGroupItem, RequestItem, SourceReport } from './wire.ts'

export const requestItem = ({ at, ...request }: RefusedRequest): RequestItem => ({
  ...request,
  at: at.toISOString(),
})

export function requestDetail({ headers, body, ...request }: RefusedRequestDetail): RequestDetail {
  return {
    ...requestItem(request),
    headers: Object.keys(headers)
      .sort()
      .map((name) => ({ name, value: headers[name]! })),
    ...(body && { body: bodyItem(request, body) }),
    canReplay: canReplay(request),
  }
}

function bodyItem(request: RefusedRequest, body: Buffer): NonNullable<RequestDetail['body']> {
  const text = body.toString('utf8')
  const place = locateProblem(text, request)
  return { text, isWhole: body.length >= request.bytes, ...(place && { place }) }
}

export const groupItem = ({ firstAt, lastAt, ...group }: RequestGroup): RequestGroupItem => ({
  ...group,
  firstAt: firstAt.toISOString(),
  lastAt: lastAt.toISOString(),
})

export function sourceReport(figures: SourceFigures, now: Date): SourceReport {
  const hour = Math.floor(now.getTime() / 3_600_000)
  const alert = findAlert(figures, now)
  return {
    source: figures.source,
    lastAt: figures.lastAt.toISOString(),
    ...(figures.lastRejectedAt && { lastRejectedAt: figures.lastRejectedAt.toISOString() }),
    day: sumOf(figures, hour - 23, hour),
    week: sumOf(figures, hour - weekHours + 1, hour),
    ...(alert && { alert: alertItem(alert) }),
  }
}

const alertItem = (alert: SourceAlert): NonNullable<SourceReport['alert']> =>
  alert.kind === 'silent'
    ? { ...alert, since: alert.since.toISOString(), usualPerDay: Math.round(alert.usualPerDay) }
    : alert
