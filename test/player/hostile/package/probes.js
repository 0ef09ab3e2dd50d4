/** What the other scripts of this package register, in the order in which it is tried. */
const probes = []

/** A probe works if its promise gives something within its time, and is refused if it throws or gives nothing. */
export function probe(name, attempt) {
  probes.push({ name, attempt })
}

/** What a course may do in its own place, and nobody else is hurt by. */
const ownProbes = []

export function inItsOwnPlace(name, attempt) {
  ownProbes.push({ name, attempt })
}

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export const must = (value) => {
  if (!value) throw new Error('nothing there')
  return value
}

const tooLate = async (ms) => {
  await wait(ms)
  throw new Error('no answer')
}

/** Resolves once `element` has loaded and rejects if the browser says that it did not. */
export const loaded = (element) =>
  new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve('loaded'))
    element.addEventListener('error', () => reject(new Error('blocked')))
    document.body.append(element)
  })

export const make = (name, attributes) => Object.assign(document.createElement(name), attributes)

export async function frameAt(url) {
  const frame = make('iframe', { src: url })
  document.body.append(frame)
  await wait(500)
  return frame
}

export async function runProbes() {
  return { attacks: await runEach(probes), own: await runEach(ownProbes) }
}

async function runEach(list) {
  const results = {}
  for (const { name, attempt } of list) {
    try {
      results[name] =
        `works: ${String(must(await Promise.race([attempt(), tooLate(6_000)]))).slice(0, 120)}`
    } catch (error) {
      results[name] = `refused: ${error?.message ?? error}`
    }
  }
  return results
}
