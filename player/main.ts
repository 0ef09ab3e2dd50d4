import { runPlayer } from './run-player.ts'

/** The launch link's ticket; it leaves the address at once, so that it is in no history, screenshot or Referer. */
function takeTicket(): string | undefined {
  const ticket = location.hash.slice(1)
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search)
  return ticket === '' ? undefined : ticket
}

// Another launch link in the address of this very page loads nothing by itself.
addEventListener('hashchange', () => location.reload())

void runPlayer(document.getElementById('player')!, takeTicket())
