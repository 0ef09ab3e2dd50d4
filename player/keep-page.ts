/** What the page needs to know of a navigation of its own window. */
export interface PageKeeping {
  /** Where the package's files are: what lies there has no business in place of the player. */
  readonly filesPrefix: () => string
  /** The course wanted its file in place of this page, as one does that refuses to be framed; the page is still here. */
  readonly onLedAway: () => void
}

/**
 * Keeps a course from putting one of its own files in the player's place (`top.location = ...`): it would lose the API, and
 * the learner the way back. Browsers without the Navigation API cannot be told to stay. To other servers courses may lead.
 */
export function keepPage({ filesPrefix, onLedAway }: PageKeeping): void {
  const { navigation } = window as { navigation?: Navigation }
  navigation?.addEventListener('navigate', (event) => {
    const { destination, cancelable, downloadRequest } = event
    if (destination.sameDocument || downloadRequest !== null || !cancelable) return
    const prefix = new URL(filesPrefix(), location.href).href
    if (!destination.url.startsWith(prefix)) return
    event.preventDefault()
    onLedAway()
  })
}
