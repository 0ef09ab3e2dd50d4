import { make, must, probe, wait } from './probes.js'

/* Towards the person and the machine. */

const position = (from) =>
  new Promise((resolve, reject) => from.geolocation.getCurrentPosition(resolve, reject))

probe('learns where the person is', () => position(navigator))

probe('learns where the person is, from the document of the player', () => position(top.navigator))

probe('sees through the camera', () => navigator.mediaDevices.getUserMedia({ video: true }))

probe('sees through the camera, from the document of the player', () =>
  top.navigator.mediaDevices.getUserMedia({ video: true }),
)

probe('reads the clipboard', async () => `text: ${await navigator.clipboard.readText()}`)

probe('fills the screen', async () => {
  await stage.click()
  await document.documentElement.requestFullscreen()
  await document.exitFullscreen()
  return 'filled'
})

probe('fills the screen, from the document of the player', async () => {
  await stage.click()
  await top.document.documentElement.requestFullscreen()
  await top.document.exitFullscreen()
  return 'filled'
})

probe('gives the person a file', () => {
  make('a', { href: 'data:text/plain,x', download: 'course.txt' }).click()
  return stage.hasDownload()
})

probe('gives the person a file, from the document of the player', async () => {
  const link = top.document.createElement('a')
  Object.assign(link, { href: 'data:text/plain,x', download: 'player.txt' })
  top.document.body.append(link)
  link.click()
  return stage.hasDownload()
})

probe('gives the person a file, from a window of its own', async () => {
  const opened = must(open('empty.html'))
  await wait(500)
  const link = opened.document.createElement('a')
  Object.assign(link, { href: URL.createObjectURL(new Blob(['x'])), download: 'window.txt' })
  opened.document.body.append(link)
  link.click()
  return stage.hasDownload()
})

/* What comes last, since it spoils the rest. */

probe('puts a cookie in the place of that of the session', async () => {
  const parent = location.hostname.split('.').slice(-2).join('.')
  for (const name of ['hocba_session', '__Host-hocba_session', '__Secure-hocba_session']) {
    for (const more of ['path=/', 'path=/api', 'path=/; Secure', `path=/api; domain=${parent}`]) {
      // biome-ignore lint/suspicious/noDocumentCookie: what a course of any age does.
      document.cookie = `${name}=${'0'.repeat(43)}; ${more}`
    }
  }
  return !(await stage.isSignedIn()) && 'signed out'
})

/** A browser keeps some 180 cookies of a host, and gives up those that were used longest ago. */
const crowd = 200

probe('crowds the cookie of the session out', async () => {
  // A request of this host may have used the session's cookie meanwhile; it is older than the next crowd.
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < crowd; n++) {
      // biome-ignore lint/suspicious/noDocumentCookie: what a course of any age does.
      document.cookie = `crowd${round}-${n}=1; path=/`
    }
    // Cookies are kept by another process. It answers in order, so after this it has taken all of them.
    must(document.cookie)
    if (!(await stage.hasCookie('hocba_session'))) return 'crowded out'
  }
  return false
})
