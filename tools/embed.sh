#!/bin/sh
# Files as a table in C, to be built into the program.
#
#	tools/embed.sh TABLE FILE...
#
# prints `static const struct embedded TABLE[]' (base/embedded.h), a row for
# each file, by its base name, and a last one without a name.  The tools are
# those that POSIX has.

table=$1
shift

n=0
for file do
	echo "static const char ${table}_$n[] = {"
	od -An -v -td1 "$file" | sed 's/-*[0-9][0-9]*/&,/g'
	echo '0};'
	n=$((n + 1))
done

echo "static const struct embedded ${table}[] = {"
n=0
for file do
	printf '\t{ "%s", %s_%d, sizeof(%s_%d) - 1 },\n' \
	    "$(basename "$file")" "$table" $n "$table" $n
	n=$((n + 1))
done
echo '	{ NULL, NULL, 0 }'
echo '};'
