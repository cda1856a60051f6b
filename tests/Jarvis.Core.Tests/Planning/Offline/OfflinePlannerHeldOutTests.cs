namespace Jarvis.Core.Tests.Planning.Offline;

/// <summary>Requests that were written when the planner was finished, to see how it does on sentences that it was not made for.</summary>
public sealed class OfflinePlannerHeldOutTests
{
    [Theory]
    [InlineData("Can you tell me what's on this invoice and put it into Italian?", "invoice.png", "0 image-to-text(image=invoice.png); 1 translation(text=0.text,target=it)")]
    [InlineData("I recorded a meeting, meeting.wav. Please type it out and translate the transcript into Portuguese.", "meeting.wav", "0 automatic-speech-recognition(audio=meeting.wav); 1 translation(text=0.text,target=pt)")]
    [InlineData("Grab a still every ten seconds from holiday.mp4, shrink them to 25 % and turn them into a slideshow", "holiday.mp4", "0 video-to-images(video=holiday.mp4,every=10); 1 image-to-image(image=0.images,operation=resize,scale=25); 2 images-to-video(images=1.image)")]
    [InlineData("Does anybody talk in the second recording?", "a.wav,b.wav", "0 voice-activity-detection(audio=b.wav)")]
    [InlineData("Pronounce \"rendezvous\"", "", "0 text-to-speech(text=\"rendezvous\")")]
    [InlineData("Need the words from both screenshots in English", "one.png,two.png", "0 image-to-text(image=[one.png two.png]); 1 translation(text=0.text,target=en)")]
    [InlineData("Flip scan.jpg vertically, then sharpen it, then tell me what it says", "scan.jpg", "0 image-to-image(image=scan.jpg,operation=flip); 1 image-to-image(image=0.image,operation=sharpen); 2 image-to-text(image=1.image)")]
    [InlineData("What is the man in interview.mov saying? Give it to me in Spanish and read that to me.", "interview.mov", "0 video-to-audio(video=interview.mov); 1 automatic-speech-recognition(audio=0.audio); 2 translation(text=1.text,target=es); 3 text-to-speech(text=2.text,language=es)")]
    [InlineData("Crop logo.png to 64 by 64 and make it black-and-white", "logo.png", "0 image-to-image(image=logo.png,operation=crop,width=64,height=64); 1 image-to-image(image=0.image,operation=grayscale)")]
    [InlineData("From poster.png, get the text, but please don't read it aloud.", "poster.png", "0 image-to-text(image=poster.png)")]
    [InlineData("Using song.mp3 as the soundtrack, build a slideshow out of a.png, b.png and c.png with 4 seconds per picture", "a.png,b.png,c.png,song.mp3", "0 images-to-video(images=[a.png b.png c.png],audio=song.mp3,seconds=4)")]
    [InlineData("Strip the audio from clip.mp4 and find out when someone is speaking", "clip.mp4", "0 video-to-audio(video=clip.mp4); 1 voice-activity-detection(audio=0.audio)")]
    [InlineData("Spanish version of menu.jpg please", "menu.jpg", "0 image-to-text(image=menu.jpg); 1 translation(text=0.text,target=es)")]
    [InlineData("Trace the edges of house.png, rotate the result a quarter turn to the right", "house.png", "0 canny-control(image=house.png); 1 image-to-image(image=0.image,operation=rotate,angle=90)")]
    [InlineData("letter.txt is written in German. I'd like to hear it in English.", "letter.txt", "0 translation(text=letter.txt,target=en); 1 text-to-speech(text=0.text,language=en)")]
    [InlineData("transcribe voicemail.mp3 & say it back in French", "voicemail.mp3", "0 automatic-speech-recognition(audio=voicemail.mp3); 1 translation(text=0.text,target=fr); 2 text-to-speech(text=1.text,language=fr)")]
    [InlineData("Extract 3 frames from trip.mp4 and tell me what the signs say", "trip.mp4", "0 video-to-images(video=trip.mp4,count=3); 1 image-to-text(image=0.images)")]
    [InlineData("What does page1.png say and what is said in note.wav?", "page1.png,note.wav", "0 image-to-text(image=page1.png); 1 automatic-speech-recognition(audio=note.wav)")]
    [InlineData("Make me a blurry, upside-down version of face.png", "face.png", "0 image-to-image(image=face.png,operation=blur); 1 image-to-image(image=0.image,operation=rotate,angle=180)")]
    [InlineData("Translate this sentence into Dutch: the early bird catches the worm.", "", "0 translation(text=\"the early bird catches the worm.\",target=nl)")]
    [InlineData("Compress nothing; simply read contract.png out loud", "contract.png", "0 image-to-text(image=contract.png); 1 text-to-speech(text=0.text)")]
    [InlineData("Could I get the Spanish translation of what is said in talk.wav, spoken aloud?", "talk.wav", "0 automatic-speech-recognition(audio=talk.wav); 1 translation(text=0.text,target=es); 2 text-to-speech(text=1.text,language=es)")]
    [InlineData("Detect edges in each picture", "x.png,y.png", "0 canny-control(image=[x.png y.png])")]
    [InlineData("Enlarge stamp.png to 800 pixels wide and then extract its text", "stamp.png", "0 image-to-image(image=stamp.png,operation=resize,width=800); 1 image-to-text(image=0.image)")]
    public async Task Sentences_that_it_was_not_made_for(string request, string files, string plan) =>
        Assert.Equal(plan, await OfflinePlans.PlanAsync(request, files));
}
