# Salt, module solarispkg; the package is in the directory @PKG@ of the file
# server.  The module brings an admin file of its own.
@PKG@:
  pkg.installed:
    - sources:
        - @PKG@: salt://@PKG@/@FILE@
