using System.Collections.Immutable;
using static Jarvis.Planning.TaskTypes;

namespace Jarvis.Planning.Offline;

/// <summary>
/// All ways to ask for a task that the offline planner knows. A new phrasing is a new row; so is a new task type. Which task types have a
/// model is not known here: a request for one that has none is told so.
/// </summary>
internal static class TaskPhrases
{
    internal static ImmutableArray<TaskPhrase> All { get; } =
    [
        // Reading: pictures are read with the eyes, texts with the voice.
        Verb("read|reading", ImageToText, TextToSpeech),
        Verb("read|reading what ... says|say|said", ImageToText, AutomaticSpeechRecognition),
        Verb("what does|do|did ... say|read", AutomaticSpeechRecognition, ImageToText),
        Verb("what ... says|say|said|saying", AutomaticSpeechRecognition, ImageToText),
        Verb("what is|was|are being? said|spoken", AutomaticSpeechRecognition, ImageToText),
        Verb("what ... written|printed", ImageToText),
        Verb("what|which text|words", ImageToText),
        Verb("what is on|in <determiner>? <page>", ImageToText),
        Verb(
            "extract|extracting|get|grab|copy|pull|take|recognize|recognise|find|show|give ... text|words|writing",
            ImageToText, AutomaticSpeechRecognition),
        Noun(
            "text|words|writing in|on|from|of|inside <determiner>? first|second|third|last|other? <thing>",
            ImageToText, AutomaticSpeechRecognition),
        Verb("ocr|digitize|digitise|decipher", ImageToText),
        Verb("type ... out|up", ImageToText, AutomaticSpeechRecognition),
        Verb("image|picture|photo|scan to text", ImageToText),
        Verb("convert|turn|change|make|put ... into|to text|words|writing", AutomaticSpeechRecognition, ImageToText),

        // Listening.
        Verb("transcribe|transcribing|transcribed", AutomaticSpeechRecognition, ImageToText),
        Noun("transcript|transcripts|transcription|transcriptions", AutomaticSpeechRecognition),
        Verb("write|take|note|writing ... down|out", AutomaticSpeechRecognition, ImageToText),
        Verb("speech to text", AutomaticSpeechRecognition),
        Verb("speech recognition", AutomaticSpeechRecognition),
        Verb("listen|listening to", AutomaticSpeechRecognition, TextToSpeech),
        Verb("voice activity detection?", VoiceActivityDetection),
        Verb("speech|voice detection|segments|parts|sections|timestamps", VoiceActivityDetection),
        Verb("when|where|whether|if ... speak|speaks|speaking|talk|talks|talking|speech|voice|voices", VoiceActivityDetection),
        Verb("when|where ... spoken", VoiceActivityDetection),
        Verb(
            "is|are|does anyone|anybody|someone|somebody|people|there ... speak|speaking|talk|talking|speech|voice|voices",
            VoiceActivityDetection),
        Verb("detect|find|locate|mark|spot ... speech|voice|voices|talking|speaking|silence|silences", VoiceActivityDetection),
        Verb(
            "parts|sections|moments|segments|passages where|when|with|of|that ... speak|speaks|speaking|talk|talks|talking|speech|voice",
            VoiceActivityDetection),
        Noun("silent|quiet parts|sections|moments|passages", VoiceActivityDetection),

        // Speaking.
        Verb("read|reading ... aloud|loud", TextToSpeech),
        Verb("read|reading ... out", TextToSpeech),
        Verb("read|reading ... to|for me|us", TextToSpeech),
        Verb("aloud", TextToSpeech),
        Verb("out loud", TextToSpeech),
        Verb(
            "say|saying|speak|speaking|pronounce|recite|narrate|narrating|voice|vocalize|vocalise",
            TextToSpeech) with { Words = WordsUse.UnlessReference },
        Verb("say|saying|speak|speaking|play|playing ... aloud|loud", TextToSpeech) with { Words = WordsUse.UnlessReference },
        Verb("text to speech", TextToSpeech),
        Verb("let me|us hear", TextToSpeech),
        Verb("want|like to hear", TextToSpeech),
        Verb("convert|turn|change|make|put|render ... into|to <language>? speech|voice", TextToSpeech),
        Verb("convert|turn|change|make ... into|to audio|sound|mp3|wav", VideoToAudio, TextToSpeech),
        Verb("make|create|record|generate|produce|give ... audio|spoken|voice|speech version|recording|file|reading", TextToSpeech),
        Verb("synthesize|synthesise", TextToSpeech),
        Noun("audio|spoken version|rendition", TextToSpeech),
        Noun("audiobook|voiceover|narration", TextToSpeech),

        // Languages.
        Verb("translate|translating|translated", Translation) with { Words = WordsUse.WhereNothingElse },
        Noun("translation|translations", Translation),
        Noun("<language> translation|version", Translation),
        Verb("put|render|turn|convert|change|express|rewrite|give|tell|show ... into|to|in <language>", Translation),
        Verb("how do|would|does|can you|i|we|one say|write ... in <language>", Translation) with { Words = WordsUse.UnlessReference },
        Verb("what is ... in <language>", Translation) with { Words = WordsUse.WhereNothingElse },
        Verb("what does|do ... mean", Translation) with { Words = WordsUse.WhereNothingElse },

        // Edges.
        Verb("find|finding|detect|show|draw|extract|get|make|give|mark|highlight|compute|trace|what ... edge|edges", CannyControl),
        Verb("find|finding|show|draw|get|make|give|mark|highlight|trace|what ... outline|outlines|contour|contours", CannyControl),
        Verb("canny edge|edges?", CannyControl),
        Noun("edge detection|map|image|picture|filter", CannyControl),
        Noun("edges|outlines|contours", CannyControl),
        Noun("line drawing|art", CannyControl),
        Verb("outline|outlining|canny", CannyControl),

        // Changing pictures.
        Change("resize", "resize|resizing|resized|rescale|scale|shrink|shrinking|enlarge|downscale|upscale|downsize"),
        Change("resize", "reduce|increase|change ... size|width|height|resolution"),
        Change("resize", "reduce|increase ... by|to <number>"),
        Change("resize", "half|double|twice|quarter|third ... size"),
        Change("resize", "make ... smaller|bigger|larger|wide|tall"),
        Change("resize", "make|get ... <number> x|by <number>"),
        Change("resize", "make ... <number> percent"),
        Change("resize", "thumbnail|thumbnails") with { IsNoun = true },
        Change("crop", "crop|cropping|cropped"),
        Change("crop", "cut ... to <number>"),
        Change("grayscale", "grayscale|greyscale|monochrome|desaturate|gray|grey"),
        Change("grayscale", "gray|grey scale"),
        Change("grayscale", "black and white"),
        Change("grayscale", "remove ... colour|color|colours|colors"),
        Change("blur", "blur|blurring|blurred|blurry|soften"),
        Change("sharpen", "sharpen|sharpening|sharpened|sharper|crisper"),
        Change("rotate", "rotate|rotating|rotated"),
        Change("rotate", "turn|turning|spin|put ... degrees|degree|deg|left|right|clockwise|counterclockwise|anticlockwise|around|upside"),
        Change("rotate", "upside down"),
        Change("flip", "flip|flipping|flipped"),
        Change("flip", "flip|flipping|flipped ... upside down"),
        Change("mirror", "mirror|mirroring|mirrored"),
        Change("invert", "invert|inverting|inverted"),
        Change("invert", "make|get|give|create ... negative"),
        Change("invert", "negative of") with { IsNoun = true },

        // Videos.
        Verb("extract|extracting|get|take|rip|pull|grab|strip|separate|save|isolate|keep ... audio|sound|soundtrack", VideoToAudio),
        Noun("audio|sound|soundtrack track? from|of|out of? <determiner>? <video>", VideoToAudio),
        Noun("soundtrack", VideoToAudio),
        Verb("video to audio|mp3|wav|sound", VideoToAudio),
        Verb("extract|extracting|get|take|grab|pull|split|cut|make|capture|save|give|show ... frames|frame|stills|still", VideoToImages),
        Verb("get|take|grab|make|capture|save|give ... screenshots|screenshot|snapshots|snapshot", VideoToImages),
        Verb("extract|extracting|get|take|grab|pull|make|capture|save|give ... pictures|images|photos from|of|out of? <determiner>? <video>", VideoToImages),
        Verb("extract|extracting|get|take|grab|pull|make|capture|save|give ... picture|image|photo from|of|out of? <determiner>? <video>", VideoToImages),
        Verb("extract|get|take|grab|pull|make|capture|save|give ... picture|image|photo every", VideoToImages),
        Verb("split|cut|convert|turn ... into|to <number>? images|pictures|frames|stills|photos", VideoToImages),
        Noun("pictures|images|photos|frames|frame from|of|out of? <determiner>? <video>", VideoToImages),
        Noun("frames|frame|stills", VideoToImages),
        Verb("video to images|pictures|frames", VideoToImages),
        Noun("slideshow|slideshows", ImagesToVideo),
        Noun("slide show", ImagesToVideo),
        Verb("make|create|build|generate|produce ... slideshow", ImagesToVideo),
        Verb("make|create|build|generate|produce ... slide show", ImagesToVideo),
        Verb("make|create|build|generate|produce a|one? video|movie|film|clip of|from|out|with of? <determiner>? first|last|two? <image>", ImagesToVideo),
        Verb(
            "turn|combine|join|convert|put|stitch|merge|assemble|make ... into|to|in a|one? video|movie|film|clip|slideshow|animation",
            ImagesToVideo),

        // What takes a language model, or a model of another kind than the local ones.
        Verb("summarize|summarise|summarizing|summarising|shorten|condense|tldr", Summarization),
        Noun("summary|summaries|gist", Summarization),
        Verb("sum ... up", Summarization),
        Noun("key|main points|ideas", Summarization),
        Verb("describe|describing|caption", VisualQuestionAnswering),
        Verb(
            "what ... in|on <determiner>? first|second|third|last? <image>",
            VisualQuestionAnswering, ImageClassification) with { IsWeak = true },
        Verb("what does|do ... show|depict|look", VisualQuestionAnswering),
        Verb("who|how ... in|on <determiner>? <image>", VisualQuestionAnswering) with { IsWeak = true },
        Verb("classify|classifying", ImageClassification, AudioClassification, TextClassification),
        Verb("detect|detecting|find|locate|count|identify|spot|mark|recognise|recognize ... object|objects|things", ObjectDetection),
        Verb("detect|detecting|find|locate|count|spot|mark|recognise|recognize ... people|persons|face|faces|car|cars|animal|animals", ObjectDetection),
        Noun("object detection", ObjectDetection),
        Noun("bounding boxes", ObjectDetection),
        Verb("segment|segmenting", ImageSegmentation),
        Verb("cut|remove|erase|delete ... background", ImageSegmentation),
        Noun("depth map|maps|estimation|image|estimate", DepthEstimation),
        Verb("estimate|find|show ... depth", DepthEstimation),
        Verb("how far away", DepthEstimation),
        Verb("draw|drawing|paint|sketch|illustrate", TextToImage) with { Words = WordsUse.Always },
        Verb(
            "generate|create|make|imagine|give ... image|picture|photo|drawing|painting|illustration of a|an|some|two|three",
            TextToImage) with { Words = WordsUse.Always },
        Verb("generate|create|make ... video|movie|film|clip of|about|showing", TextToVideo) with { Words = WordsUse.Always },
        Noun("sentiment|sentiments", TextClassification),
        Noun("mood|tone of", TextClassification),
        Noun("named entities|entity", TokenClassification),
        Verb("find|extract|list ... names|entities", TokenClassification),
        Verb("write|compose|writing a|an|me|some", TextGeneration) with { Words = WordsUse.Always },
        Verb("rewrite|rephrase|paraphrase|simplify|reword|proofread", Text2TextGeneration),
        Verb("correct|fix|improve ... grammar|spelling|wording|style", Text2TextGeneration),
        Verb("what kind|type|sort of sound|music|noise|instrument", AudioClassification),
        Verb("what sound|instrument|music", AudioClassification),
        Verb("denoise|denoising", AudioToAudio),
        Verb("remove|reduce ... noise|hiss|hum", AudioToAudio),
        Verb("separate|isolate ... vocals|voices|instruments", AudioToAudio),
        Verb("how similar|alike", SentenceSimilarity),
    ];

    private static TaskPhrase Verb(string pattern, params ImmutableArray<string> types) => new(pattern, types);

    private static TaskPhrase Noun(string pattern, params ImmutableArray<string> types) => new(pattern, types) { IsNoun = true };

    private static TaskPhrase Change(string operation, string pattern) => new(pattern, [ImageToImage]) { Operation = operation };
}
