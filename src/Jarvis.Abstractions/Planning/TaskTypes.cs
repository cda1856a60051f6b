namespace Jarvis.Planning;

/// <summary>The names of the task types that Jarvis knows by itself.</summary>
public static class TaskTypes
{
#pragma warning disable CS1591 // The names are the field's own; TaskTypeCatalog says what each does.
    public const string AudioClassification = "audio-classification";
    public const string AudioToAudio = "audio-to-audio";
    public const string AutomaticSpeechRecognition = "automatic-speech-recognition";
    public const string CannyControl = "canny-control";
    public const string Conversational = "conversational";
    public const string DepthEstimation = "depth-estimation";
    public const string DocumentQuestionAnswering = "document-question-answering";
    public const string ImageClassification = "image-classification";
    public const string ImageSegmentation = "image-segmentation";
    public const string ImageToImage = "image-to-image";
    public const string ImageToText = "image-to-text";
    public const string ImagesToVideo = "images-to-video";
    public const string ObjectDetection = "object-detection";
    public const string QuestionAnswering = "question-answering";
    public const string SentenceSimilarity = "sentence-similarity";
    public const string Summarization = "summarization";
    public const string TableQuestionAnswering = "table-question-answering";
    public const string TabularClassification = "tabular-classification";
    public const string Text2TextGeneration = "text2text-generation";
    public const string TextClassification = "text-classification";
    public const string TextGeneration = "text-generation";
    public const string TextToImage = "text-to-image";
    public const string TextToSpeech = "text-to-speech";
    public const string TextToVideo = "text-to-video";
    public const string TokenClassification = "token-classification";
    public const string Translation = "translation";
    public const string VideoToAudio = "video-to-audio";
    public const string VideoToImages = "video-to-images";
    public const string VisualQuestionAnswering = "visual-question-answering";
    public const string VoiceActivityDetection = "voice-activity-detection";
#pragma warning restore CS1591
}
