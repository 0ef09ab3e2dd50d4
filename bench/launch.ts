import { openChromium } from '../test/support/browser.ts'
import { launchLink, prepareCourse } from '../test/support/courses.ts'
import { startServer } from '../test/support/server.ts'
import { smallCourse2004 } from '../test/support/small-course-2004.ts'

/**
 * How long a launch takes from a warm server until the lesson's script has initialized: from the navigation to the launch link
 * to the answer of Initialize, on a device that never saw the course. Prints one line of JSON: milliseconds.
 */
const launches = Number(process.argv[2] ?? 15)
const server = await startServer()
const browser = await openChromium()
const { registration } = await prepareCourse(server, smallCourse2004())
const times: number[] = []
for (let launch = 0; launch <= launches; launch++) {
  const device = await browser.newContext()
  const page = await device.newPage()
  const link = await launchLink(server, registration)
  const began = performance.now()
  await page.goto(link, { waitUntil: 'commit' })
  const lesson = await (await page.waitForSelector('iframe')).contentFrame()
  await lesson!.waitForFunction("window.lms?.GetValue('cmi.mode') === 'normal'")
  // The first one warms the server and the browser.
  if (launch > 0) times.push(Math.round(performance.now() - began))
  await device.close()
}
times.sort((a, b) => a - b)
const at = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]
console.log(JSON.stringify({ launches, medianMs: at(0.5), p90Ms: at(0.9), worstMs: times.at(-1) }))
await browser.close()
await server.stop()
