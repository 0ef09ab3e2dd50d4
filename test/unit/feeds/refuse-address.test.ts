import { reasonAgainst } from '../../../src/feeds/refuse-address.ts'

describe('reasonAgainst()', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '169.254.0.1',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
    '::',
    'fe80::1',
    'febf::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '::ffff:0:169.254.169.254',
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    '64:ff9b:1:a9:fe:a9fe::',
    '64:ff9b:1:0:a9:fea9:fe00::',
    '2002:a9fe:a9fe::1',
    '2002:e000:1::1',
    '2001:0:a9fe:a9fe::f7f7:f7f7',
    '2001:0:808:808::5601:5601',
    '2606:4700::5efe:a9fe:a9fe',
    '2606:4700::200:5efe:169.254.169.254',
  ])('refuses %s, whatever is allowed', (address) => {
    expect(reasonAgainst(address, { webhookPrivateAddresses: true })).toMatch(/reserved/)
    expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toMatch(/reserved/)
  })

  test.each([
    '127.0.0.1',
    '127.255.255.255',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '198.18.0.1',
    '198.19.255.255',
    'fec0::1',
    '::1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:10.0.0.1',
    '::10.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::192.168.1.1',
    '2002:0a00:0001::1',
    '2002:7f00:1::',
    '2001:0:808:808::f5ff:fffe',
    '2606:4700::5efe:7f00:1',
  ])('lets %s through where private addresses are allowed', (address) => {
    expect(reasonAgainst(address, { webhookPrivateAddresses: true })).toBeUndefined()
    expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toMatch(/private/)
  })

  test.each([
    ...['1.1.1.1', '172.32.0.1', '172.15.0.1', '100.128.0.1', '11.0.0.1', '2606:4700::1111'],
    ...['::8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b:1::8.8.8.8', '2002:808:808::1', '2003::1'],
    ...['2001:0:808:808::f7f7:f7f7', '2001:1::a9fe:a9fe', '2606:4700::5efe:808:808'],
  ])('lets %s through', (address) => {
    expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toBeUndefined()
  })
})
