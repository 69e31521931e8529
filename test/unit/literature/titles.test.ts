import assert from 'node:assert/strict';
import { readTitle, type TitleLine } from '../../../src/literature/titleLine';
import { isHeadline, isProse } from '../../../src/literature/titles';

type Case = readonly [text: string, wanted: Partial<TitleLine>];

const nothing = { authors: [], venue: null, year: null, mark: null, links: [], remark: null };

const groups: Record<string, readonly Case[]> = {
  authors: [
    [
      'Circle Loss-Yifan Sun, Changmao Cheng',
      { title: 'Circle Loss', authors: ['Yifan Sun', 'Changmao Cheng'] },
    ],
    ['Circle Loss – Yifan Sun & Chi Zhang', { title: 'Circle Loss', authors: ['Yifan Sun', 'Chi Zhang'] }],
    ['Circle Loss by Yifan Sun and Chi Zhang', { title: 'Circle Loss', authors: ['Yifan Sun', 'Chi Zhang'] }],
    ['Circle Loss, Sun, Yifan and Zhang, Chi', { title: 'Circle Loss', authors: ['Yifan Sun', 'Chi Zhang'] }],
    [
      'Circle Loss-Yifan Sun et al. 2020',
      { title: 'Circle Loss', authors: ['Yifan Sun', 'et al.'], year: 2020 },
    ],
    [
      'No Fuss Learning-Yair Movshovitz-Attias, Thomas K. Leung',
      { title: 'No Fuss Learning', authors: ['Yair Movshovitz-Attias', 'Thomas K. Leung'] },
    ],
    [
      'Multi-Similarity Loss-Xun Wang, Jean-Luc van den Berg',
      { title: 'Multi-Similarity Loss', authors: ['Xun Wang', 'Jean-Luc van den Berg'] },
    ],
    ['Circle Loss (2020), Y. Sun.', { title: 'Circle Loss', authors: ['Y. Sun'], year: 2020 }],
    [
      'Sampling Matters, Chao-Yuan Wu et al., ICCV 2017',
      { title: 'Sampling Matters', authors: ['Chao-Yuan Wu', 'et al.'], venue: 'ICCV', year: 2017 },
    ],
    ['度量学习综述 之 方法, 王小明, 李雷', { title: '度量学习综述 之 方法', authors: ['王小明', '李雷'] }],
  ],
  bibliographies: [
    [
      'Y. Sun et al., "A loss of circles," in Proc. Conf. Vis. (CVPR), Jun. 2020, pp. 1998-2007.',
      {
        title: 'A loss of circles',
        authors: ['Y. Sun', 'et al.'],
        venue: 'Proc. Conf. Vis.',
        year: 2020,
        remark: 'in Proc. Conf. Vis. (CVPR), Jun. 2020, pp. 1998-2007.',
      },
    ],
    [
      'Musgrave, Kevin, Serge Belongie, and Ser-Nam Lim. “A loss of circles.” ECCV. Springer, Cham, 2020.',
      {
        title: 'A loss of circles',
        authors: ['Kevin Musgrave', 'Serge Belongie', 'Ser-Nam Lim'],
        venue: 'ECCV',
        year: 2020,
        remark: 'ECCV. Springer, Cham, 2020.',
      },
    ],
    [
      'Sun, Y., van den Berg, J.-L., & Wei, Y. (2020). A loss of circles: Why? In *CVPR* (pp. 6–7).',
      {
        title: 'A loss of circles: Why?',
        authors: ['Y. Sun', 'J.-L. van den Berg', 'Y. Wei'],
        venue: 'CVPR',
        year: 2020,
        remark: 'In CVPR (pp. 6–7).',
      },
    ],
    [
      'Ada Byron et al. (2018) "A loss of circles." CVPR, 2020.',
      {
        title: 'A loss of circles',
        authors: ['Ada Byron', 'et al.'],
        venue: 'CVPR',
        year: 2018,
        remark: 'CVPR, 2020.',
      },
    ],
    [
      'Kihyuk Sohn. 2016. A loss of many pairs. In NIPS.',
      { title: 'A loss of many pairs', authors: ['Kihyuk Sohn'], venue: 'NIPS', year: 2016 },
    ],
    [
      'Qi Qian, Lei Shang, and Rong Jin. A loss without triplets. In ICCV, 2019.',
      {
        title: 'A loss without triplets',
        authors: ['Qi Qian', 'Lei Shang', 'Rong Jin'],
        venue: 'ICCV',
        year: 2019,
      },
    ],
    ['Nobody says "a quote is a title," in 2020', { title: 'Nobody says "a quote is a title," in 2020' }],
  ],
  'no authors': [
    ['Sliced Gromov-Wasserstein', { title: 'Sliced Gromov-Wasserstein' }],
    ['Embeddings Using Tiling-Based Models', { title: 'Embeddings Using Tiling-Based Models' }],
    [
      'Learning Features, Hard Negatives and Deep Proxies',
      { title: 'Learning Features, Hard Negatives and Deep Proxies' },
    ],
    ['SimCLR – A Survey', { title: 'SimCLR – A Survey' }],
    ['What et al means', { title: 'What et al means' }],
  ],
  venues: [
    ['NeurIPS 2019-Curvilinear Metric', { title: 'Curvilinear Metric', venue: 'NeurIPS', year: 2019 }],
    ['[ICML 2020] Circle Loss', { title: 'Circle Loss', venue: 'ICML', year: 2020 }],
    [
      'Circle Loss (IEEE TPAMI 2021, oral).',
      { title: 'Circle Loss', venue: 'IEEE TPAMI', year: 2021, remark: 'oral' },
    ],
    ["Circle Loss, CVPR'20", { title: 'Circle Loss', venue: 'CVPR', year: 2020 }],
    ['Circle Loss. CVPR 2020.', { title: 'Circle Loss', venue: 'CVPR', year: 2020 }],
    ['Circle Loss, CVPR2020', { title: 'Circle Loss', venue: 'CVPR', year: 2020 }],
    ['Circle Loss, Volume572020', { title: 'Circle Loss, Volume572020' }],
    ['Circle Loss (2020)', { title: 'Circle Loss', year: 2020 }],
    ['arXiv 2020', { title: 'arXiv 2020' }],
    ['Results of 2020: a review', { title: 'Results of 2020: a review' }],
    ['ICCV 2019, CVPR 2020 Deep Metric Learning', { title: 'ICCV 2019, CVPR 2020 Deep Metric Learning' }],
    ['CVPR 2019-Circle Loss, ICML 2020', { title: 'Circle Loss, ICML 2020', venue: 'CVPR', year: 2019 }],
  ],
  labels: [
    [
      '[CIRC] A Loss of Circles (CVPR 2020)',
      { title: 'A Loss of Circles', venue: 'CVPR', year: 2020, remark: 'CIRC' },
    ],
    ['[ exist code ] A Loss of Circles', { title: 'A Loss of Circles', remark: 'exist code' }],
    ['[CIRC] Circle Loss', { title: '[CIRC] Circle Loss' }],
  ],
  marks: [
    ['Circle Loss :+1:', { title: 'Circle Loss', mark: '+1' }],
    ['👎🏿 Circle Loss', { title: 'Circle Loss', mark: '-1' }],
    [
      'Circle Loss :-1: : data augmentation',
      { title: 'Circle Loss', mark: '-1', remark: 'data augmentation' },
    ],
    ['Circle Loss :+1: (CVPR 2020)', { title: 'Circle Loss', mark: '+1', venue: 'CVPR', year: 2020 }],
    [
      'Circle Loss :thumbsup: - Yifan Sun, Chi Zhang',
      { title: 'Circle Loss', mark: '+1', authors: ['Yifan Sun', 'Chi Zhang'] },
    ],
  ],
  links: [
    [
      '[Circle Loss](https://a.org/x_(y))',
      { title: 'Circle Loss', links: [{ text: 'Circle Loss', url: 'https://a.org/x_(y)' }] },
    ],
    [
      'Circle Loss [[pdf](https://a.org)]',
      { title: 'Circle Loss', links: [{ text: 'pdf', url: 'https://a.org' }] },
    ],
    [
      'Circle Loss (see https://a.org/p).',
      { title: 'Circle Loss (see ).', links: [{ text: 'https://a.org/p', url: 'https://a.org/p' }] },
    ],
    [
      'Circle Loss, arXiv:2002.10857v2',
      {
        title: 'Circle Loss',
        links: [{ text: 'arXiv:2002.10857v2', url: 'https://arxiv.org/abs/2002.10857' }],
      },
    ],
    [
      'Circle Loss doi:10.1109/A.2020.1',
      {
        title: 'Circle Loss',
        links: [{ text: 'doi:10.1109/A.2020.1', url: 'https://doi.org/10.1109/A.2020.1' }],
      },
    ],
    ['[Circle Loss](papers/circle.pdf)', { title: 'Circle Loss', remark: 'papers/circle.pdf' }],
    ['[Circle Loss](javascript:alert)', { title: 'Circle Loss', remark: 'javascript:alert' }],
    [
      'Circle Loss | [📄 Paper](https://a.org)',
      { title: 'Circle Loss', links: [{ text: '📄 Paper', url: 'https://a.org' }] },
    ],
    ['https://a.org', { title: 'https://a.org', links: [{ text: 'https://a.org', url: 'https://a.org' }] }],
  ],
  emphasis: [
    ['**Circle Loss**', { title: 'Circle Loss' }],
    ['“Circle Loss”, *CVPR 2020*', { title: 'Circle Loss', venue: 'CVPR', year: 2020 }],
    ['~~Circle Loss~~ (CVPR 2020)', { title: 'Circle Loss', venue: 'CVPR', year: 2020 }],
    ['==A Loss of Circles==', { title: 'A Loss of Circles' }],
    ['x = y == z', { title: 'x = y == z' }],
  ],
  'full-width signs': [
    ['《A Loss of Circles》（CVPR 2020）', { title: 'A Loss of Circles', venue: 'CVPR', year: 2020 }],
    ['『A Loss of Circles』、CVPR2020', { title: 'A Loss of Circles', venue: 'CVPR', year: 2020 }],
    ['【CVPR2020】A Loss of Circles', { title: 'A Loss of Circles', venue: 'CVPR', year: 2020 }],
    ['《A Loss of Circles》：采样很重要。', { title: 'A Loss of Circles', remark: '采样很重要。' }],
    ['A Loss of Circles，ICCV 2019', { title: 'A Loss of Circles', venue: 'ICCV', year: 2019 }],
  ],
  'tags of programs for notes': [
    [
      'Circle Loss (CVPR 2020) #loss/pair #read',
      { title: 'Circle Loss', venue: 'CVPR', year: 2020, remark: '#loss/pair #read' },
    ],
    ['Circle Loss ✅ 2024-01-03 ⏫', { title: 'Circle Loss', remark: '✅ 2024-01-03 ⏫' }],
    ['Circle Loss ^ref-1', { title: 'Circle Loss', remark: '^ref-1' }],
    ['Issue #12 in C #', { title: 'Issue #12 in C #' }],
  ],
};

describe('readTitle', () => {
  for (const [group, cases] of Object.entries(groups)) {
    for (const [text, wanted] of cases) {
      it(`reads ${group}: ${text}`, () => assert.deepEqual(readTitle(text), { ...nothing, ...wanted }));
    }
  }

  it('leaves a line whole that is too long for a title', () => {
    const text = `Circle Loss, ${'Yifan Sun, '.repeat(100)}Chi Zhang :+1:`;
    assert.deepEqual(readTitle(text), { ...nothing, title: text });
  });
});

describe('isProse and isHeadline', () => {
  for (const text of ['Evaluation:', 'All of these use ResNet.', 'we use a small network here', '# #']) {
    it(`takes for a note: ${text}`, () => assert.ok(isProse(text)));
  }
  for (const text of [
    'Circle Loss',
    'Deep Metric Learning to Rank',
    'mixup: Beyond Empirical Risk Minimization',
    'RepMet',
  ]) {
    it(`takes for a title: ${text}`, () => assert.ok(!isProse(text)));
  }
  it('tells headlines by their capitals', () => {
    assert.ok(isHeadline('Signal-To-Noise Ratio: A Robust Distance Metric for Deep Metric Learning'));
    assert.ok(!isHeadline('Scale linearly to the number of classes'));
  });
});
