#!/bin/sh
# Makes the samples anew, in this folder; see README.md. Needs ffmpeg with flite, and the DejaVu fonts.
set -eu
cd "$(dirname "$0")"
fonts=/usr/share/fonts/truetype/dejavu
regular=$fonts/DejaVuSans.ttf
bold=$fonts/DejaVuSans-Bold.ttf
filter="null"
centre() { filter="$filter,drawtext=fontfile=$1:text='$4':fontcolor=0x202020:fontsize=$2:x=(w-text_w)/2:y=$3"; }
row() { filter="$filter,drawtext=fontfile=$1:text='$3':fontcolor=0x202020:fontsize=28:x=70:y=$2,drawtext=fontfile=$1:text='$4':fontcolor=0x202020:fontsize=28:x=w-70-text_w:y=$2"; }
rule() { filter="$filter,drawbox=x=60:y=$1:w=iw-120:h=2:color=0x404040:t=fill"; }
centre "$bold" 42 60 'VILLAGE SHOP'
centre "$regular" 26 122 'Fresh food every day'
rule 180
row "$regular" 208 'Bread' '2.40'
row "$regular" 260 'Milk' '1.20'
row "$regular" 312 '12 eggs' '3.60'
row "$regular" 364 'Cheese' '5.75'
row "$regular" 416 'Red apples' '2.85'
row "$regular" 468 'Coffee' '4.20'
rule 528
row "$bold" 556 'Total' '20.00'
row "$regular" 608 'Cash' '25.00'
row "$regular" 660 'Change' '5.00'
rule 720
centre "$regular" 28 756 'Thank you for your visit'
centre "$regular" 24 814 'Open every day'
ffmpeg -hide_banner -loglevel error -y -f lavfi -i color=c=0xfbfaf5:s=600x900 -vf "$filter,format=gray" -frames:v 1 -bitexact receipt.png

sign="drawtext=fontfile=$bold:text='The library is closed':fontsize=36:x=(w-text_w)/2:y=36"
sign="$sign,drawtext=fontfile=$regular:text='Open again on Monday':fontsize=30:x=(w-text_w)/2:y=96,format=gray"
ffmpeg -hide_banner -loglevel error -y -f lavfi -i color=c=white:s=480x160 -vf "$sign" -frames:v 1 -bitexact sign.png

ffmpeg -hide_banner -loglevel error -y -f lavfi -i "flite=text='Good morning. The meeting starts at ten in the small room.':voice=slt" \
  -ar 16000 -ac 1 -bitexact greeting.wav
