import { fileNotice } from './notices.ts'
import { noticePage } from './page/notice.ts'
import type { PlayerPage } from './player-page.ts'

/** A file that takes longer to answer is shown all the same. */
const askMsMax = 5_000

/**
 * Asks for the file of an activity, since a frame cannot say why it shows nothing.
 * @returns whether it can be shown; if not, the page says why, with a button to try again.
 */
export async function askForFile(
  page: PlayerPage,
  file: { readonly src: string; readonly filesPrefix: string },
  onRetry: () => void,
): Promise<boolean> {
  const answer = fetch(file.src, {
    method: 'HEAD',
    credentials: 'omit',
    signal: AbortSignal.timeout(askMsMax),
  })
  const status = await answer.then(
    (response) => response.status,
    (error: unknown) =>
      error instanceof DOMException && error.name === 'TimeoutError' ? 200 : undefined,
  )
  const path = decodedPath(file.src.slice(file.filesPrefix.length))
  const notice = () => fileNotice(status, path, page.texts(), onRetry)
  if (notice() === undefined) return true
  page.show(() => noticePage(notice()!, page.texts()))
  return false
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
