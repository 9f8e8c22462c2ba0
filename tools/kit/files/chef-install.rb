# Chef.  The kit has to be in /var/tmp/@PKG@ of the node; without the admin file
# pkgadd -n would end with 5.
solaris_package '@PKG@' do
  source '/var/tmp/@PKG@/@FILE@'
  options '-a /var/tmp/@PKG@/admin -r /var/tmp/@PKG@/response'
  action :install
end
