# Puppet, provider sun.  The kit has to be in /var/tmp/@PKG@ of the node.
package { '@PKG@':
  ensure       => installed,
  provider     => 'sun',
  source       => '/var/tmp/@PKG@/@FILE@',
  adminfile    => '/var/tmp/@PKG@/admin',
  responsefile => '/var/tmp/@PKG@/response',
}
