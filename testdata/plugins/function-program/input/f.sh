#!/bin/sh
sed 's/word: plain/word: changed/'
