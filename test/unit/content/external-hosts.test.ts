import { ExternalHosts } from '../../../src/content/import/external-hosts.ts'

const hostsOf = (...files: readonly (readonly [path: string, ...chunks: string[]])[]) => {
  const hosts = new ExternalHosts()
  for (const [path, ...chunks] of files) {
    for (const chunk of chunks) hosts.watch(path, Buffer.from(chunk))
  }
  return hosts.list()
}
const named = (page: string, path = 'index.html') => hostsOf([path, page]).map(({ host }) => host)

describe('ExternalHosts', () => {
  test.each([
    ['<script async src="https://cdn.example.vn/jquery.js">', 'cdn.example.vn'],
    ["<img alt='x' src='http://anh.example.vn:8080/a.png'>", 'anh.example.vn:8080'],
    ['<iframe src=//www.youtube-nocookie.com/embed/1></iframe>', 'www.youtube-nocookie.com'],
    ['<link href="https://fonts.example/css?f=x" rel="stylesheet">', 'fonts.example'],
    ['<link rel=icon href=https://fonts.example/i.ico>', 'fonts.example'],
    ['<style>@import "https://css.example/a.css"</style>', 'css.example'],
    ['<div style="background: url(https://anh.example/b.png)">', 'anh.example'],
    ['<video poster="https://phim.example/p.jpg"></video>', 'phim.example'],
    ['<SCRIPT SRC="HTTPS://CDN.Example.VN">', 'cdn.example.vn'],
    ['<svg><image xlink:href="https://anh.example/c.svg"/></svg>', 'anh.example'],
  ])('finds the host in %s', (page, host) => {
    expect(named(page)).toEqual([host])
  })

  test.each([
    '<a href="https://example.vn/">xem thêm</a>',
    '<link rel="canonical" href="https://example.vn/">',
    '<html xmlns="http://www.w3.org/1999/xhtml">',
    '<img src="hinh/a.png"><script src="/b.js"></script>',
    '<p>src="https://example.vn/x"</p>',
    '<script>const at = "https://example.vn/x"</script>',
    '<img src="https://"><img src="//">',
  ])('finds nothing in %s', (page) => {
    expect(named(page)).toEqual([])
  })

  test('looks into style sheets for what they load, and into no other files', () => {
    expect(named('@font-face { src: url("https://fonts.example/a.woff2") }', 'a.css')).toEqual([
      'fonts.example',
    ])
    expect(named('<img src="https://anh.example/a.png">', 'a.css')).toEqual([])
    expect(named('<img src="https://anh.example/a.png">', 'a.js')).toEqual([])
  })

  test('names each host once, with the first file, also where a tag is cut', () => {
    const tag = '<script src="https://cdn.example.vn/a.js"></script>'
    expect(hostsOf(['a.html', tag.slice(0, 20), tag.slice(20)], ['b.html', tag])).toEqual([
      { host: 'cdn.example.vn', file: 'a.html' },
    ])
    expect(hostsOf(['a.html', tag.slice(0, 20)], ['b.html', tag.slice(20)])).toEqual([])
  })

  test('is not held up by pages made of beginnings', () => {
    const began = process.cpuUsage().user
    for (const part of ['<img ', '<link rel=', '<link rel= ', 'url( ', '<img src= ', '<img a ']) {
      expect(named(part.repeat(200_000))).toEqual([])
    }
    expect((process.cpuUsage().user - began) / 1_000_000).toBeLessThan(5)
  })
})
