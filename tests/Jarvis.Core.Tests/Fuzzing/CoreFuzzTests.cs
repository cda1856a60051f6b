using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jarvis.Conformance.Fuzzing;
using Jarvis.Core.Tests.Planning;
using Jarvis.Core.Tests.Planning.LanguageModel;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Cards;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Jarvis.Resources;
using Jarvis.Serialization;

namespace Jarvis.Core.Tests.Fuzzing;

/// <summary>Readers of what comes from outside never break, whatever comes.</summary>
public sealed class CoreFuzzTests
{
    private static readonly ImmutableArray<Resource> Files = SampleResources.AllNamed("sign.png,voice.wav,film.mp4,letter.txt");

    private static readonly byte[][] Media =
    [
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[17]],
        [0, 0, 0, 0x1C, .. "ftypmif1\0\0\0\0mif1avif"u8, .. new byte[32]],
        [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 0x01, .. "webm"u8, 0x86, 0x85, .. "V_VP8"u8, .. new byte[40]],
        [.. "OggS\0\u0002"u8, .. new byte[22], .. "\u0080theora"u8],
        [.. "RIFF\u0024\0\0\0WAVEfmt "u8, .. new byte[40]],
        [0xFF, 0xFB, 0x90, 0x64, .. new byte[600]],
        [.. "ID3\u0004\0\0\0\0\0\u007F"u8, .. new byte[200]],
        [.. "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8],
        [.. "{\"a\":[1,2,{\"b\":null}]}"u8],
        [.. "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\n"u8],
        [.. "%PDF-1.7\n"u8],
        [.. new byte[257], .. "ustar"u8, .. new byte[200]],
    ];

    [Fact]
    public Task A_file_is_of_some_type_whatever_its_bytes() => Fuzzer.TryAsync(
        bytes =>
        {
            Assert.NotEmpty(MediaTypeDetector.Detect(bytes.AsSpan(0, Math.Min(bytes.Length, MediaTypeDetector.HeadLength)), bytes.Length <= MediaTypeDetector.HeadLength));
            Assert.NotEmpty(MediaTypeDetector.Detect(bytes.AsSpan(0, Math.Min(bytes.Length, MediaTypeDetector.HeadLength)), isWhole: false, "application/json"));
        },
        _ => false,
        Media);

    [Fact]
    public Task A_file_is_stored_or_refused_whatever_its_bytes() => Fuzzer.TryAsync(
        bytes =>
        {
            using var store = new InMemoryResourceStore();
            try
            {
                var resource = Wait(store.AddAsync(TenantId.Local, new MemoryStream(bytes), new ResourceDescription(Encoding.Latin1.GetString(bytes)), default));
                Assert.Equal(bytes.Length, resource.Length);
                Assert.DoesNotContain(resource.Name, c => char.IsControl(c) || c is '/' or '\\');
            }
            catch (JarvisException)
            {
                Assert.Equal(0, store.UsedBytes);
            }
        },
        _ => false,
        Media);

    [Fact]
    public Task A_reply_comes_to_tasks_that_are_valid_or_dropped_whatever_it_says()
    {
        var replies = CorpusPlan.Names.Select(name => Encoding.UTF8.GetBytes(CorpusPlan.Load(name).Reply));
        return Fuzzer.TryAsync(
            bytes =>
            {
                var draft = PlanDraft.Create(TaskTypeCatalog.Default, Files, PlanLimits.Default);
                foreach (var task in ReadPlan.Of(Encoding.UTF8.GetString(bytes), Files).Tasks)
                {
                    draft = draft.Add(task, out _);
                }

                draft.Finish(out _);
                Assert.InRange(draft.Tasks.Length, 0, PlanLimits.Default.MaxTasks);
            },
            _ => false,
            [.. replies]);
    }

    [Fact]
    public Task Loose_objects_close_or_do_not_and_hold_little_whatever_is_written() => Fuzzer.TryAsync(
        bytes =>
        {
            var reader = new LooseJsonReader(_ => { });
            foreach (var c in Encoding.UTF8.GetString(bytes))
            {
                reader.Read(c);
            }
        },
        _ => false,
        [.. "{\"tasks\":[{\"task\":\"a\",\"id\":0,\"dep\":[-1],\"args\":{'text':“b”}}]}"u8],
        [.. "```json\n{a: b, // c\n /* d */ \"e\": [1, {}, '\\u00e9']}\n```"u8]);

    [Fact]
    public Task A_card_is_read_or_its_fault_is_told_whatever_it_says()
    {
        var reader = new CardReader(TaskTypeCatalog.Default);
        return Fuzzer.TryAsync(
            bytes =>
            {
                var reading = reader.Read(bytes, "card.json");
                Assert.True(reading.Card is null != reading.Problem is null);
            },
            _ => false,
            [.. """{"id":"acme/a","runner":"onnx","taskTypes":["image-classification"],"description":"a","settings":{"manifest":"m.json"},"quality":0.5}"""u8],
            [.. """{"schema":1,"id":"a","runner":"r","taskTypes":["translation"],"description":"a","files":{"a/b":"0000000000000000000000000000000000000000000000000000000000000000"},"memoryBytes":1,"accepts":{"target":["es"]}}"""u8]);
    }

    [Fact]
    public Task A_record_of_the_public_surface_is_whole_or_refused_whatever_it_says() => Fuzzer.TryAsync(
        bytes =>
        {
            if (JsonSerializer.Deserialize(bytes, JarvisJsonContext.Default.TurnRequest) is { } request)
            {
                Assert.NotNull(request.Text);
                Jarvis.Conversations.TurnRequestCheck.Require(request);
            }
        },
        exception => exception is JsonException or JarvisException,
        [.. """{"text":"do it","attachments":[{"id":"0000000000000000000000000000000000000000000000000000000000000000","mediaType":"a/b","length":1,"name":"n"}],"addresses":["https://a.example/b"],"idempotencyKey":"k","priority":"batch","timeout":"00:01:00"}"""u8]);

    [Fact]
    public Task Addresses_of_a_request_are_found_whatever_it_says() => Fuzzer.TryAsync(
        bytes => Assert.All(WebAddress.In(Encoding.UTF8.GetString(bytes)), address =>
        {
            Assert.True(WebAddress.IsAddress(address));
            _ = WebAddress.Fault(address);
            Assert.InRange(WebAddress.Show(address).Length, 1, 200);
        }),
        _ => false,
        [.. "what's on https://a.example/b(c), 'https://d.example' and <http://e.example/f?g=h#i>?"u8]);

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
