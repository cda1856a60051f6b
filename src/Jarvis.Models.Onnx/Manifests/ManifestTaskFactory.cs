using Jarvis.Media;
using Jarvis.Models.Onnx.Manifests.Tasks;
using Jarvis.Models.Onnx.Tokenizers;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>Makes what is done before and after a network, by the manifest's task type.</summary>
internal static class ManifestTaskFactory
{
    /// <summary>What is done.</summary>
    /// <param name="files">The manifest; checked.</param>
    /// <param name="tokenizer">Its tokenizer; null where it takes no text.</param>
    /// <param name="decoder">Decodes pictures.</param>
    public static IManifestTask Make(ManifestFiles files, TextTokenizer? tokenizer, IMediaDecoder decoder)
    {
        var manifest = files.Manifest;
        if (tokenizer is null)
        {
            var image = new ImageInput(manifest, decoder);
            return manifest.Task switch
            {
                TaskTypes.DepthEstimation => new DepthEstimationTask(image),
                TaskTypes.ImageClassification => new ClassificationTask(new LabelRanking(files), image, null),
                TaskTypes.ImageSegmentation => new SegmentationTask(files, image),
                TaskTypes.ImageToImage => new ImageToImageTask(manifest, image),
                _ => new ObjectDetectionTask(files, image),
            };
        }

        var text = new TextInput(manifest, tokenizer);
        return manifest.Task switch
        {
            TaskTypes.QuestionAnswering => new QuestionAnsweringTask(manifest, text),
            TaskTypes.SentenceSimilarity => new SentenceSimilarityTask(manifest, text),
            TaskTypes.TextClassification => new ClassificationTask(new LabelRanking(files), null, text),
            _ => new TokenClassificationTask(files, text),
        };
    }
}
