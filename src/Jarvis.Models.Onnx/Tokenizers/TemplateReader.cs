using System.Collections.Immutable;
using System.Text.Json;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>.</summary>
internal static class TemplateReader
{
    /// <summary>How texts and special tokens are put together.</summary>
    /// <param name="postProcessor">The part; null where there is none.</param>
    /// <param name="maxPieces">The most parts of a template.</param>
    /// <exception cref="FormatException">It is not known.</exception>
    public static EncodingTemplate Read(JsonElement? postProcessor, int maxPieces)
    {
        if (postProcessor is not { } part)
        {
            return EncodingTemplate.Plain;
        }

        switch (TokenizerReader.Text(part, "type"))
        {
            case "BertProcessing":
                var (cls, sep) = (Id(part, "cls"), Id(part, "sep"));
                return new(
                    [new(cls, 0, 0), new(null, 0, 0), new(sep, 0, 0)],
                    [new(cls, 0, 0), new(null, 0, 0), new(sep, 0, 0), new(null, 1, 1), new(sep, 0, 1)]);
            case "RobertaProcessing":
                var (begin, end) = (Id(part, "cls"), Id(part, "sep"));
                return new(
                    [new(begin, 0, 0), new(null, 0, 0), new(end, 0, 0)],
                    [new(begin, 0, 0), new(null, 0, 0), new(end, 0, 0), new(end, 0, 0), new(null, 1, 0), new(end, 0, 0)]);
            case "TemplateProcessing":
                var special = part.GetProperty("special_tokens");
                return new(Pieces(part.GetProperty("single"), special, maxPieces), Pieces(part.GetProperty("pair"), special, maxPieces));
            case "ByteLevel":
                return EncodingTemplate.Plain;
            case "Sequence":
                // Of those that are used together only one puts tokens in; ByteLevel only moves places, which are ours.
                return part.GetProperty("processors").EnumerateArray().Where(step => TokenizerReader.Text(step, "type") is not ("ByteLevel" or "Sequence")).ToList()
                    is [var only] ? Read(only, maxPieces) : throw new FormatException("post_processor is a Sequence of several that put tokens in.");
            case var type:
                throw new FormatException(
                    $"post_processor.type is {TokenizerReader.Shown(type)}; BertProcessing, RobertaProcessing, TemplateProcessing and ByteLevel can be read.");
        }
    }

    private static int Id(JsonElement part, string name) => part.GetProperty(name)[1].GetInt32();

    private static ImmutableArray<TemplatePiece> Pieces(JsonElement template, JsonElement special, int maxPieces)
    {
        var pieces = ImmutableArray.CreateBuilder<TemplatePiece>();
        foreach (var piece in template.EnumerateArray())
        {
            if (TokenizerReader.Part(piece, "Sequence") is { } sequence)
            {
                pieces.Add(new(null, TokenizerReader.Text(sequence, "id") is "B" ? 1 : 0, sequence.GetProperty("type_id").GetInt32()));
            }
            else
            {
                var token = piece.GetProperty("SpecialToken");
                var ids = special.GetProperty(token.GetProperty("id").GetString()!).GetProperty("ids");
                pieces.AddRange(ids.EnumerateArray().Take(maxPieces + 1).Select(id => new TemplatePiece(id.GetInt32(), 0, token.GetProperty("type_id").GetInt32())));
            }

            if (pieces.Count > maxPieces)
            {
                throw new FormatException($"post_processor has a template of more than {maxPieces} parts.");
            }
        }

        return pieces.ToImmutable();
    }
}
