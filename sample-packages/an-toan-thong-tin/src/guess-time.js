/* How long a random password of lower-case letters withstands 10 billion guesses a second, half of all on average. */
;(function () {
  'use strict'

  const input = document.getElementById('length')
  const output = document.querySelector('[data-guess]')
  const units = [
    [1, { vi: 'giây', en: 'seconds' }],
    [60, { vi: 'phút', en: 'minutes' }],
    [3600, { vi: 'giờ', en: 'hours' }],
    [86400, { vi: 'ngày', en: 'days' }],
    [31557600, { vi: 'năm', en: 'years' }],
  ]

  function inWords(seconds) {
    if (seconds < 1) return { vi: 'chưa đến một giây', en: 'less than a second' }
    const [size, name] = units.filter(([unit]) => seconds >= unit).at(-1)
    const count = seconds / size
    if (count >= 1e9) return { vi: 'hàng tỷ năm', en: 'billions of years' }
    const rounded = count >= 100 ? Number(count.toPrecision(2)) : Math.round(count)
    const vi = new Intl.NumberFormat('vi').format(rounded)
    const en = new Intl.NumberFormat('en').format(rounded)
    return { vi: `khoảng ${vi} ${name.vi}`, en: `about ${en} ${rounded === 1 ? name.en.slice(0, -1) : name.en}` }
  }

  function draw() {
    const length = Number(input.value)
    const time = inWords(26 ** length / 2 / 1e10)
    const text = { vi: `${length} ký tự: ${time.vi}`, en: `${length} letters: ${time.en}` }
    output.textContent = window.Language.of(text)
  }

  input.addEventListener('input', draw)
  window.Language.onChange(draw)
})()
