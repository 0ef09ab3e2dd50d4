import { probe } from './probes.js'

/* Towards another course that the same person has open in another tab. */

probe('reads what another course stored', async () => localStorage.getItem('course-secret'))

probe("reads another course's database", async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name)
  return names.includes('course-secret') && 'found'
})

probe("reads another course's cache", async () => caches.has('course-secret'))

probe("reads another course's cookies", async () => /course-secret/.test(document.cookie))

probe("hears another course's broadcast channel", () => {
  const channel = new BroadcastChannel('course-secret')
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data)
  })
})

probe("joins another course's shared worker", () => {
  const worker = new SharedWorker(stage.otherCourse.worker)
  return new Promise((resolve, reject) => {
    worker.port.onmessage = ({ data }) => resolve(data)
    worker.onerror = () => reject(new Error('blocked'))
    worker.port.start()
  })
})

probe('sees by its lock that another course is open', async () => {
  const { held } = await navigator.locks.query()
  return held.some(({ name }) => name === `hocba.session.${stage.otherCourse.session}`)
})

probe("reads another course's files at their address", async () => {
  const answer = await fetch(stage.otherCourse.page)
  return answer.ok && answer.text()
})

/** Every record of the journals that players keep on this device. */
function keptSessions() {
  const opening = indexedDB.open('hocba-journal')
  return new Promise((resolve, reject) => {
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const names = [...opening.result.objectStoreNames]
      const reading = opening.result.transaction(names).objectStore('sessions').getAll()
      reading.onsuccess = () => resolve(reading.result)
      reading.onerror = () => reject(reading.error)
    }
  })
}

probe("takes the token of another course's session", async () => {
  const found = (await keptSessions()).find(({ session }) => session === stage.otherCourse.session)
  return found?.token
})

probe('runs its own files at the host of another course', async () => {
  const page = new URL(stage.otherCourse.page)
  const moved = `${page.origin}${location.pathname}`
  return (await stage.statusOf(moved)) === 200 && moved
})

probe('runs its own files at the host of the console', async () => {
  const moved = new URL(location.href)
  moved.hostname = new URL(stage.app).hostname
  return (await stage.statusOf(moved.href)) === 200 && moved.href
})

probe('installs a service worker', async () => navigator.serviceWorker.register('worker.js'))

probe('installs a service worker for the whole origin', async () =>
  navigator.serviceWorker.register('worker.js', { scope: '/' }),
)

probe('installs a service worker from the document of the player', async () =>
  top.navigator.serviceWorker.register(new URL('worker.js', location.href).pathname, {
    scope: '/_player/',
  }),
)

probe('installs a service worker from text of its own', async () => {
  const text = new Blob(['self.onfetch = () => {}'], { type: 'text/javascript' })
  return navigator.serviceWorker.register(URL.createObjectURL(text))
})
