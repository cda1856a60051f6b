using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning;

/// <summary>
/// The task types that plans may use. The built-in ones are the Hugging Face pipelines by their own names (Hugging Face, "Tasks"), the
/// control types of HuggingGPT (arXiv 2303.17580) and the media conversions that join them.
/// </summary>
public sealed class TaskTypeCatalog
{
    private static readonly TaskOption Language = new("language", "ISO 639-1 code of the language, such as en.");

    private static readonly TaskOption Labels = new("labels", "The classes to choose from, separated by commas; left out for the usual ones.");

    private readonly FrozenDictionary<string, TaskType> _byName;

    /// <summary>Creates a catalog.</summary>
    /// <param name="types">The task types, each name once.</param>
    public TaskTypeCatalog(ImmutableArray<TaskType> types)
    {
        Types = types;
        _byName = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>The built-in task types.</summary>
    public static TaskTypeCatalog Default { get; } = new(BuiltIn());

    /// <summary>All task types, in order of their names.</summary>
    public ImmutableArray<TaskType> Types { get; }

    /// <summary>The task type of that name, or null.</summary>
    /// <param name="name">Such as <c>image-to-text</c>.</param>
    public TaskType? Find(string name) => _byName.GetValueOrDefault(name);

    private static ImmutableArray<TaskType> BuiltIn() =>
    [
        Type(TaskTypes.AudioClassification, "says what kind of sound it is", [Audio()], [Data("labels")]),
        Type(TaskTypes.AudioToAudio, "cleans or separates sound", [Audio()], [Audio()]),
        Type(TaskTypes.AutomaticSpeechRecognition, "writes down what is said", [Audio()], [Text(), Data("words", required: false)], Language),
        Type(TaskTypes.CannyControl, "draws the edges of an image", [Image()], [Image()]),
        Type(TaskTypes.Conversational, "talks", [Text()], [Text()]),
        Type(TaskTypes.DepthEstimation, "estimates how far away each pixel is", [Image()], [Image()]),
        Type(TaskTypes.DocumentQuestionAnswering, "answers a question about a page", [Image(), Text("question")], [Text()]),
        Type(TaskTypes.ImageClassification, "says what an image shows", [Image()], [Data("labels")], Labels),
        Type(TaskTypes.ImageSegmentation, "cuts an image into its objects", [Image()], [Image(), Data("segments")]),
        Type(
            TaskTypes.ImageToImage,
            "changes an image",
            [Image(), Text("prompt", required: false)],
            [Image()],
            new TaskOption("operation", "What to do.") { Values = ["resize", "crop", "grayscale", "blur", "sharpen", "rotate", "flip", "mirror", "invert"] },
            new TaskOption("width", "Pixels, for resize and crop."),
            new TaskOption("height", "Pixels, for resize and crop."),
            new TaskOption("x", "Left edge in pixels, for crop."),
            new TaskOption("y", "Top edge in pixels, for crop."),
            new TaskOption("scale", "Percent of the size, for resize."),
            new TaskOption("angle", "Degrees clockwise, for rotate."),
            new TaskOption("strength", "Pixels of radius, for blur and sharpen.")),
        Type(TaskTypes.ImageToText, "reads or describes what is in an image", [Image()], [Text(), Data("lines", required: false)], Language),
        Type(
            TaskTypes.ImagesToVideo,
            "makes a slide show of images",
            [new Port("images", MediaKind.Image, Many: true), Audio(required: false)],
            [Video()],
            new TaskOption("seconds", "Seconds that each image stays.")),
        Type(TaskTypes.ObjectDetection, "finds objects in an image", [Image()], [Data("objects"), Image(required: false)]),
        Type(TaskTypes.QuestionAnswering, "answers a question from a text", [Text("question"), Text("context")], [Text()]),
        Type(TaskTypes.SentenceSimilarity, "says how alike two texts are", [Text("text1"), Text("text2")], [Data("score")]),
        Type(TaskTypes.Summarization, "makes a text shorter", [Text()], [Text()]),
        Type(TaskTypes.TableQuestionAnswering, "answers a question from a table", [Text("question"), Data("table")], [Text()]),
        Type(TaskTypes.TabularClassification, "puts rows of a table into classes", [Data("table")], [Data("labels")], Labels),
        Type(
            TaskTypes.Text2TextGeneration,
            "rewrites a text",
            [Text()],
            [Text()],
            new TaskOption("instruction", "How to rewrite it, such as: make it polite.")),
        Type(TaskTypes.TextClassification, "puts a text into a class, such as its sentiment", [Text()], [Data("labels")], Labels),
        Type(TaskTypes.TextGeneration, "writes on from a text", [Text()], [Text()]),
        Type(TaskTypes.TextToImage, "makes an image of a description", [Text()], [Image()]),
        Type(
            TaskTypes.TextToSpeech,
            "reads a text aloud",
            [Text()],
            [Audio()],
            Language,
            new TaskOption("voice", "Name of the voice.")),
        Type(TaskTypes.TextToVideo, "makes a video of a description", [Text()], [Video()]),
        Type(TaskTypes.TokenClassification, "finds names and other entities in a text", [Text()], [Data("entities")], Labels),
        Type(
            TaskTypes.Translation,
            "translates a text",
            [Text()],
            [Text()],
            new TaskOption("source", "ISO 639-1 code of the language that it is in; left out where unknown."),
            new TaskOption("target", "ISO 639-1 code of the language that it is to be in.", Required: true)),
        Type(TaskTypes.VideoToAudio, "takes the sound out of a video", [Video()], [Audio()]),
        Type(
            TaskTypes.VideoToImages,
            "takes pictures out of a video",
            [Video()],
            [new Port("images", MediaKind.Image, Many: true)],
            new TaskOption("every", "Seconds between two pictures."),
            new TaskOption("count", "The most pictures.")),
        Type(TaskTypes.VisualQuestionAnswering, "answers a question about an image", [Image(), Text("question")], [Text()]),
        Type(TaskTypes.VoiceActivityDetection, "finds when somebody speaks", [Audio()], [Data("segments")]),
    ];

    private static TaskType Type(
        string name,
        string description,
        ImmutableArray<Port> inputs,
        ImmutableArray<Port> outputs,
        params ImmutableArray<TaskOption> options) => new(name, description, inputs, outputs) { Options = options };

    private static Port Text(string name = "text", bool required = true) => new(name, MediaKind.Text, Required: required);

    private static Port Image(bool required = true) => new("image", MediaKind.Image, Required: required);

    private static Port Audio(bool required = true) => new("audio", MediaKind.Audio, Required: required);

    private static Port Video() => new("video", MediaKind.Video);

    private static Port Data(string name, bool required = true) => new(name, MediaKind.Data, Required: required);
}
