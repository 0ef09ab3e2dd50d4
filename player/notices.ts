import type { Opened } from './open-session.ts'
import type { Notice } from './page/notice.ts'
import type { Texts } from './texts.ts'

export interface NoticeActions {
  /** Tries again, or takes the course over from the other page. */
  readonly onGoOn: () => void
  /** The learner leaves the course where it is open. */
  readonly onNotNow?: () => void
}

/** The page for an opening that did not lead to a session. */
export function noticeOf(
  opened: Exclude<Opened, { kind: 'open' }>,
  texts: Texts,
  actions: NoticeActions,
): Notice {
  const retry = { label: texts.retry, isPrimary: true, onChoose: actions.onGoOn }
  switch (opened.kind) {
    case 'elsewhere':
      return {
        icon: 'screens',
        title: texts.elsewhereTitle,
        body: texts.elsewhereBody,
        actions: [
          { label: texts.goOnHere, isPrimary: true, onChoose: actions.onGoOn },
          ...(actions.onNotNow ? [{ label: texts.notNow, onChoose: actions.onNotNow }] : []),
        ],
      }
    case 'no-link':
      return { icon: 'link', title: texts.noLinkTitle, body: texts.noLinkBody }
    case 'link-invalid':
      return { icon: 'link', title: texts.goneTitle, body: texts.goneBody }
    case 'not-allowed':
      return { icon: 'lock', ...texts.notAllowed[opened.why] }
    case 'no-connection':
      return {
        icon: 'cloudOff',
        title: texts.offlineTitle,
        body: texts.offlineBody,
        actions: [retry],
      }
    case 'server-error':
      return {
        icon: 'warning',
        title: texts.serverTitle,
        actions: [retry],
        ...serverFailure(texts, opened.requestId ?? opened.code),
      }
  }
}

/** The page for a file of the package that the frame cannot show. */
export function fileNotice(
  status: number | undefined,
  path: string,
  texts: Texts,
  onRetry: () => void,
): Notice | undefined {
  const retry = { label: texts.retry, isPrimary: true, onChoose: onRetry }
  const code = { label: texts.file, value: path }
  if (status === undefined) {
    const { unreachableTitle: title, offlineBody: body } = texts
    return { icon: 'cloudOff', title, body, actions: [retry] }
  }
  if (status === 404) {
    return { icon: 'file', title: texts.missingTitle, body: texts.missingBody, code }
  }
  if (status === 401 || status === 403 || status === 410) {
    return { icon: 'link', title: texts.goneTitle, body: texts.goneBody }
  }
  if (status < 500) return undefined
  return {
    icon: 'warning',
    title: texts.serverTitle,
    body: texts.serverBody,
    code,
    actions: [retry],
  }
}

/** With a code to give to support, if there is one. */
function serverFailure(texts: Texts, value: string | undefined): Pick<Notice, 'body' | 'code'> {
  if (value === undefined) return { body: texts.serverBody }
  const body = `${texts.serverBody} ${texts.serverCode}`
  return { body, code: { label: texts.requestId, value } }
}
