using Jarvis.Planning;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>A few well-known models of the hub, for who sets a token and nothing else. Popularity is their likes, rounded.</summary>
internal static class HuggingFaceDefaults
{
    internal static IReadOnlyList<HuggingFaceModel> Models { get; } =
    [
        Model("openai/whisper-large-v3", TaskTypes.AutomaticSpeechRecognition, "apache-2.0", 4900, "writes down speech of 99 languages"),
        Model("facebook/bart-large-cnn", TaskTypes.Summarization, "mit", 1400, "summarises English news"),
        Model(
            "distilbert/distilbert-base-uncased-finetuned-sst-2-english",
            TaskTypes.TextClassification,
            "apache-2.0",
            800,
            "says whether an English sentence is positive or negative"),
        Model("dslim/bert-base-NER", TaskTypes.TokenClassification, "mit", 600, "finds people, places and organisations in English text"),
        Model("deepset/roberta-base-squad2", TaskTypes.QuestionAnswering, "cc-by-4.0", 900, "finds the answer to a question in an English text"),
        Model("google/vit-base-patch16-224", TaskTypes.ImageClassification, "apache-2.0", 900, "says which of 1,000 things an image shows"),
        Model("facebook/detr-resnet-50", TaskTypes.ObjectDetection, "apache-2.0", 900, "finds 91 kinds of objects in an image"),
        Model("Salesforce/blip-image-captioning-large", TaskTypes.ImageToText, "bsd-3-clause", 1400, "describes an image in English"),
        Model("black-forest-labs/FLUX.1-schnell", TaskTypes.TextToImage, "apache-2.0", 4500, "makes an image of an English description"),
        Translator("en", "de"),
        Translator("en", "es"),
        Translator("en", "fr"),
    ];

    private static HuggingFaceModel Model(string id, string taskType, string licence, long popularity, string description) =>
        new() { Id = id, TaskType = taskType, Licence = licence, Popularity = popularity, Description = description };

    private static HuggingFaceModel Translator(string source, string target)
    {
        var model = Model(
            $"Helsinki-NLP/opus-mt-{source}-{target}", TaskTypes.Translation, "cc-by-4.0", 50, $"translates from {source} to {target}");
        model.Accepts["source"] = [source];
        model.Accepts["target"] = [target];
        return model;
    }
}
