using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Models.Cards;

public sealed class CardReaderTests
{
    private const string Least = """{"id":"acme/cats","runner":"onnx","taskTypes":["image-classification"],"description":"finds cats"}""";

    private static readonly CardReader Reader = new(TaskTypeCatalog.Default);

    public static TheoryData<string, string> WrongValues => new()
    {
        { "maxBatch", "0" },
        { "maxBatch", "1.5" },
        { "maxBatch", "\"8\"" },
        { "maxBatch", "99999999999999999999" },
        { "concurrency", "-1" },
        { "quality", "1.01" },
        { "quality", "null" },
        { "pricePerCall", "-0.1" },
        { "prices", "0.02" },
        { "prices", "{\"image\":-1}" },
        { "prices", "{\"picture\":1}" },
        { "prices", "{\"image\":\"1\"}" },
        { "popularity", "-1" },
        { "memoryBytes", "-1" },
        { "deterministic", "\"yes\"" },
        { "replicas", "2" },
        { "replicas", "{\"least\":0}" },
        { "replicas", "{\"most\":65}" },
        { "replicas", "{\"least\":4,\"most\":2}" },
        { "replicas", "{\"most\":2,\"most\":2}" },
        { "replicas", "{\"\\u001b[31m\":2}" },
        { "replicas", "{\"least\":\"2\"}" },
        { "device", "\"gpu\"" },
        { "sideEffects", "\"writes\"" },
        { "sideEffects", "[\"Writes things\"]" },
        { "tags", "\"one\"" },
        { "tags", "[1]" },
        { "tags", "[\"a\\u001b[31m\"]" },
        { "description", "\"two\\nlines\"" },
        { "description", "\"\"" },
        { "description", "\"\\ud800\"" },
        { "taskTypes", "[]" },
        { "taskTypes", "[\"image-clasification\"]" },
        { "id", "\"../../etc/passwd\"" },
        { "id", "\"a/b/c\"" },
        { "schema", "2" },
        { "accepts", "{\"target\":[\"es\"]}" },
        { "mediaTypes", "{\"sound\":[\"audio/wav\"]}" },
        { "mediaTypes", "{\"image\":[\"png\"]}" },
        { "settings", "{\"manifest\":\"../../etc/passwd\"}" },
        { "settings", "{\"manifest\":\"/etc/passwd\"}" },
        { "files", "{\"../m.onnx\":\"" + new string('a', 64) + "\"}" },
    };

    [Fact]
    public void Four_fields_are_enough_and_the_rest_has_defaults()
    {
        var card = Reader.Read(Encoding.UTF8.GetBytes(Least), "cats.json").Card!;

        Assert.Equal("acme/cats", card.Id.Value);
        Assert.Equal(DeviceKind.Cpu, card.Device);
        Assert.Equal(ReplicaRange.One, card.Replicas);
        Assert.Equal((1, 1, 0.5, true), (card.MaxBatch, card.Concurrency, card.Quality, card.Deterministic));
        Assert.False(card.ShareResults);
    }

    [Fact]
    public void What_is_written_is_read_as_it_was()
    {
        var card = FullCard();

        var read = Reader.Read(CardWriter.Write(card, indented: true), "full.json");

        Assert.Null(read.Problem);
        Assert.Equal(Encoding.UTF8.GetString(CardWriter.Write(card, indented: false)), Encoding.UTF8.GetString(CardWriter.Write(read.Card!, indented: false)));
        Assert.Equal("über", read.Card!.Tags[0]);
    }

    [Fact]
    public void Prices_are_read_by_the_names_of_their_units_and_one_that_is_none_is_told_with_those_that_are()
    {
        var card = Reader.Read(Encoding.UTF8.GetBytes(Least[..^1] + ""","prices":{"image":0.04,"audioSecond":0.0001,"thousandCharacters":0.015,"thousandTokens":0.001,"deviceSecond":0.0002}}"""), "a.json").Card!;
        var wrong = Reader.Read(Encoding.UTF8.GetBytes(Least[..^1] + ",\n \"prices\":{\"pixel\":1}}"), "a.json").Problem!;

        Assert.Equal([0.04m, 0.0001m, 0.015m, 0.001m, 0.0002m], card.Prices.OrderBy(price => price.Key).Select(price => price.Value));
        Assert.Equal((2, "prices.'pixel'"), (wrong.Line, wrong.Field));
        Assert.Contains("audioSecond, deviceSecond, image, thousandCharacters, thousandTokens", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_member_of_a_card_that_travels_is_a_field()
    {
        using var written = JsonDocument.Parse(CardWriter.Write(FullCard(), indented: false));

        var names = written.RootElement.EnumerateObject().Select(field => field.Name).Append("$schema").Order(StringComparer.Ordinal);

        Assert.Equal(names, CardFields.All.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_is_told_with_its_field_its_line_and_its_column(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["id"] = "\"acme/cats\"",
            ["runner"] = "\"onnx\"",
            ["taskTypes"] = "[\"image-classification\"]",
            ["description"] = "\"finds cats\"",
        };
        fields.Remove(field);
        var json = $"{{\n{string.Concat(fields.Select(pair => $"  \"{pair.Key}\": {pair.Value},\n"))}  \"{field}\": {value}\n}}";

        var read = Reader.Read(Encoding.UTF8.GetBytes(json), "cats.json");

        Assert.Null(read.Card);
        Assert.Equal(field, read.Problem!.Field!.Split('.')[0]);
        Assert.Equal(fields.Count + 2, read.Problem.Line);
        Assert.InRange(read.Problem.Column, 3, json.Length);
        Assert.Equal(field == "id" ? null : "acme/cats", read.Id?.Value);
        Assert.DoesNotContain(read.Problem.ToString(), char.IsControl);
    }

    [Theory]
    [InlineData("{}", 1, 1)]
    [InlineData("{\"most\":3}", 1, 3)]
    [InlineData("{\"least\":2}", 2, 2)]
    [InlineData("{\"most\":8,\"least\":2}", 2, 8)]
    public void Of_how_many_replicas_there_are_what_is_not_said_follows_from_what_is(string json, int least, int most) => Assert.Equal(
        new ReplicaRange(least, most), Reader.Read(Encoding.UTF8.GetBytes(Least.Replace("{", $"{{\"replicas\":{json},", StringComparison.Ordinal)), "a.json").Card!.Replicas);

    [Fact]
    public void A_part_of_replicas_that_is_wrong_is_named_where_it_stands()
    {
        var read = Reader.Read(Encoding.UTF8.GetBytes("{\n\"replicas\": {\n  \"most\": 0}}"), "a.json");

        Assert.Equal(("replicas.most", 3, 11), (read.Problem!.Field, read.Problem.Line, read.Problem.Column));
        Assert.Contains("from 1 to 64", read.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_runs_elsewhere_has_no_replicas_here()
    {
        var read = Reader.Read(Encoding.UTF8.GetBytes(Least.Replace("{", "{\"device\":\"remote\",\"replicas\":{\"most\":2},", StringComparison.Ordinal)), "a.json");

        Assert.Equal("replicas", read.Problem!.Field);
        Assert.Contains("concurrency", read.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_counts_characters_and_not_bytes()
    {
        var read = Reader.Read(Encoding.UTF8.GetBytes("{\"description\":\"żółw\", \"maxBatch\": 0}"), "a.json");

        Assert.Equal((1, 36), (read.Problem!.Line, read.Problem.Column));
    }

    [Fact]
    public void A_field_that_there_is_not_is_refused_with_the_one_that_was_meant()
    {
        var read = Reader.Read(Encoding.UTF8.GetBytes("""{"id":"a","maxBach":2}"""), "a.json");

        Assert.Contains("'maxBatch'", read.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(11, read.Problem.Column);
    }

    [Theory]
    [InlineData("runner")]
    [InlineData("taskTypes")]
    [InlineData("description")]
    [InlineData("id")]
    public void A_field_that_is_missing_is_named(string field)
    {
        var json = Least.Replace($"\"{field}\":", "\"licence\":", StringComparison.Ordinal).Replace("[\"image-classification\"]", field == "taskTypes" ? "\"MIT\"" : "[\"image-classification\"]", StringComparison.Ordinal);

        Assert.Equal(field, Reader.Read(Encoding.UTF8.GetBytes(json), "a.json").Problem!.Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"a\",}")]
    [InlineData("{\"id\":\"a\" /* c */}")]
    [InlineData("{}{}")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("{\"accepts\":{\"a\":[[[[[1]]]]]}}")]
    [InlineData("\u0000")]
    public void What_is_no_card_is_a_problem_and_never_an_exception(string json)
    {
        var read = Reader.Read(Encoding.UTF8.GetBytes(json), "a.json", line: 7);

        Assert.Null(read.Card);
        Assert.True(read.Problem!.Line >= 7);
        Assert.NotEmpty(read.Problem.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_cards_that_are_too_long_are_problems()
    {
        byte[] broken = [.. "{\"id\":\""u8, 0xff, 0xfe, .. "\"}"u8];

        Assert.NotNull(Reader.Read(broken, "a.json").Problem);
        Assert.NotNull(Reader.Read(new byte[CardLimits.Card + 1], "a.json").Problem);
    }

    [Fact]
    public void Any_cut_or_changed_card_is_read_or_refused()
    {
        var whole = CardWriter.Write(FullCard(), indented: true);
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var read = Reader.Read(bytes, "a.json");

            Assert.True((read.Card is null) != (read.Problem is null));
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_by() =>
        Assert.NotNull(Reader.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Least)], "a.json").Card);

    internal static ModelCard FullCard() => new(new("acme/full"), "onnx", [TaskTypes.Translation, TaskTypes.ImageToText], "does \"all\" <b>")
    {
        Device = DeviceKind.Cuda,
        Fallback = DeviceKind.Cpu,
        DeviceLabels = ["a100"],
        MemoryBytes = 1L << 33,
        Tags = ["über", "fast"],
        Version = "1.2",
        Licence = "MIT",
        Popularity = 12,
        Quality = 0.75,
        PricePerCall = 0.002m,
        Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.Image, 0.04m).Add(PriceUnit.ThousandTokens, 0.001m),
        Deterministic = false,
        ShareResults = true,
        SideEffects = [SideEffects.Writes, "prints-2"],
        Pinned = true,
        MaxBatch = 8,
        Concurrency = 2,
        Replicas = new ReplicaRange(2, 5),
        Accepts = Map("target", "es", "fr"),
        MediaTypes = Map("image", "image/png"),
        Files = ImmutableDictionary<string, string>.Empty.Add("weights/m.onnx", new string('a', 64)),
        Settings = ImmutableDictionary<string, string>.Empty.Add("manifest", "full/manifest.json"),
    };

    private static ImmutableDictionary<string, ImmutableArray<string>> Map(
        string name, params ImmutableArray<string> values) =>
        ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(name, values);
}
